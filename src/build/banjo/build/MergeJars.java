package banjo.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Makes one jar of several for the image. An AOT cache leaves out classes written for Java 5 and older (asm and jnr-x86asm are),
 * since those have no stack maps to verify them by, so that each start would read and verify them anew: they are rewritten with
 * stack maps as classes of Java 8. jffi's native libraries are left out except this machine's, which becomes a file: jffi would
 * unpack it into a temporary file at each start.
 */
public final class MergeJars
{
    private static final int FIRST_WITH_STACK_MAPS = Opcodes.V1_6;
    private static final int UPGRADED = Opcodes.V1_8;

    private MergeJars()
    {
    }

    /** @param args the new jar, this machine's CPU as jffi names it, the file for its native library, the jars to merge. */
    public static void main(String[] args) throws IOException
    {
        String library = "jni/" + args[1] + "-Linux/";
        Set<String> seen = new HashSet<>();
        boolean found = false;
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(Path.of(args[0]))))
        {
            for (String jar : List.of(args).subList(3, args.length))
            {
                try (ZipFile in = new ZipFile(jar))
                {
                    for (ZipEntry entry : Collections.list(in.entries()))
                    {
                        byte[] content = read(in, entry);
                        if (entry.getName().startsWith(library) && entry.getName().endsWith(".so"))
                        {
                            Files.write(Path.of(args[2]), content);
                            found = true;
                        }
                        String name = nameInside(entry, Path.of(jar).getFileName().toString());
                        if (name != null && seen.add(name))
                        {
                            add(out, name, name.endsWith(".class") ? upgraded(content) : content);
                        }
                    }
                }
            }
        }
        if (!found)
        {
            throw new IOException("none of the jars has " + library + "*.so: jnr-ffi does not know this CPU");
        }
    }

    /** Returns the name in the new jar, or null for what is not wanted there. Licences of different jars share one name: kept apart. */
    private static String nameInside(ZipEntry entry, String jar)
    {
        String name = entry.getName();
        String upper = name.toUpperCase(Locale.ROOT);
        if (entry.isDirectory() || name.startsWith("jni/") || name.endsWith("module-info.class"))
        {
            return null;
        }
        if (upper.contains("LICENSE") || upper.contains("NOTICE"))
        {
            return "META-INF/licenses/" + jar + "/" + name;
        }
        return name.startsWith("META-INF/") && !name.startsWith("META-INF/services/") ? null : name;
    }

    private static byte[] upgraded(byte[] content)
    {
        ClassReader reader = new ClassReader(content);
        if (reader.readUnsignedShort(6) >= FIRST_WITH_STACK_MAPS)
        {
            return content;
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer)
        {
            @Override
            public void visit(int version, int access, String name, String signature, String superName, String[] interfaces)
            {
                super.visit(UPGRADED, access, name, signature, superName, interfaces);
            }
        }, ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    private static byte[] read(ZipFile in, ZipEntry entry) throws IOException
    {
        try (InputStream stream = in.getInputStream(entry))
        {
            return stream.readAllBytes();
        }
    }

    private static void add(ZipOutputStream out, String name, byte[] content) throws IOException
    {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
