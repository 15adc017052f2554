module com.example.client {
    requires io.github.telemetrycontext;
    requires org.apache.logging.log4j;
}
