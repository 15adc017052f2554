package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Creates jars of the core without some files or members, as in other versions. */
final class OldCore {

    private static final String MAIN = TelemetryContext.class.getName().replace('.', '/') + ".class";

    private OldCore() {}

    /**
     * Creates a jar.
     *
     * @param jar the file to create
     * @param kept selects the files of the core to copy
     * @param missing names of fields and methods to remove from the main class
     */
    static Path make(Path jar, Predicate<String> kept, String... missing) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            Path root = ForkedJvm.copy(ForkedJvm.placeOf(TelemetryContext.class), files.getPath("/"), kept);
            if (missing.length > 0) {
                Path main = root.resolve(MAIN);
                Files.write(main, without(List.of(missing), Files.readAllBytes(main)));
            }
        }
        return jar;
    }

    private static byte[] without(List<String> missing, byte[] bytes) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {

                            @Override
                            public @Nullable FieldVisitor visitField(
                                    int access, String name, String descriptor, String signature, Object value) {
                                return missing.contains(name)
                                        ? null
                                        : super.visitField(access, name, descriptor, signature, value);
                            }

                            @Override
                            public @Nullable MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return missing.contains(name)
                                        ? null
                                        : super.visitMethod(access, name, descriptor, signature, exceptions);
                            }
                        },
                        0);
        return writer.toByteArray();
    }
}
