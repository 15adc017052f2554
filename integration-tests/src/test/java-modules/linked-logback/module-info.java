module com.example.client {
    requires io.github.telemetrycontext;
    requires org.slf4j;
}
