module com.example.client {
    requires io.github.telemetrycontext.log4j2;
    requires org.apache.logging.log4j.layout.template.json;
}
