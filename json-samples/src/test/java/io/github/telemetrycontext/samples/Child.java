package io.github.telemetrycontext.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A program run in a JVM of its own, as a user would start it, because each framework is configured once per JVM.
 *
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 * @param exitCode how it ended
 */
record Child(String out, String err, int exitCode) {

    static Child run(Class<?> main, Map<String, String> systemProperties, String... arguments) {
        List<String> java = new ArrayList<>();
        systemProperties.forEach((key, value) -> java.add("-D" + key + "=" + value));
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        java.addAll(List.of(arguments));
        return java(java);
    }

    /** With these arguments of the launcher. */
    static Child java(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).start();
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            return new Child(text(process.getInputStream()), err.join(), process.waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
