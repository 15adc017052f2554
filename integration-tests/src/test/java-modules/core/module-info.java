module com.example.client {
    requires io.github.telemetrycontext;
}
