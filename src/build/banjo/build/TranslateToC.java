package banjo.build;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Comparator;
import java.util.stream.Stream;
import org.teavm.diagnostics.DefaultProblemTextConsumer;
import org.teavm.diagnostics.Problem;
import org.teavm.diagnostics.ProblemSeverity;
import org.teavm.tooling.EmptyTeaVMToolLog;
import org.teavm.tooling.TeaVMTargetType;
import org.teavm.tooling.TeaVMTool;
import org.teavm.vm.TeaVMOptimizationLevel;

/** Translates compiled classes to C with TeaVM, mended ({@link EvaluationOrder}), and mends the result ({@link GeneratedC}). */
public final class TranslateToC
{
    /** The managed heap: its pages cost nothing until they are used. Tables lie outside it (IntMemory). */
    private static final int HEAP_BYTES = 64 << 20;

    private TranslateToC()
    {
    }

    /** @param args the class path, the main class, the folder for the C files. */
    public static void main(String[] args) throws Exception
    {
        Path target = Paths.get(args[2]);
        clear(target);
        EvaluationOrder.keep();
        TeaVMTool tool = new TeaVMTool();
        tool.setLog(new EmptyTeaVMToolLog());
        tool.setTargetType(TeaVMTargetType.C);
        tool.setMainClass(args[1]);
        tool.setTargetDirectory(target.toFile());
        tool.setClassPath(Stream.of(args[0].split(File.pathSeparator)).map(File::new).toList());
        tool.setOptimizationLevel(TeaVMOptimizationLevel.ADVANCED);
        tool.setObfuscated(true);
        tool.setShortFileNames(true);
        tool.setHeapDump(false);
        tool.setDebugInformationGenerated(false);
        tool.setMinHeapSize(HEAP_BYTES);
        tool.setMaxHeapSize(HEAP_BYTES);
        tool.generate();
        boolean failed = false;
        for (Problem problem : tool.getProblemProvider().getProblems())
        {
            DefaultProblemTextConsumer text = new DefaultProblemTextConsumer();
            problem.render(text);
            System.err.println(problem.getSeverity() + ": " + text.getText() + " at " + problem.getLocation());
            failed |= problem.getSeverity() == ProblemSeverity.ERROR;
        }
        if (ShortConcatenations.made() == 0)
        {
            throw new IllegalStateException("TeaVM showed no concatenation: look at banjo.build.ShortConcatenations");
        }
        if (failed)
        {
            System.exit(1);
        }
        GeneratedC.mend(target);
        SupertypeTests.share(target);
        ClassTables.shorten(target);
        CheaperChecks.apply(target);
        CallSites.shrink(target);
        SmallRuntime.apply(target);
        // What is only for a test or a benchmark need not be small.
        if (args[1].startsWith("banjo.cli."))
        {
            StringPool.shrink(target);
            ColdCode.mark(target);
        }
    }

    private static void clear(Path folder) throws IOException
    {
        if (Files.isDirectory(folder))
        {
            try (Stream<Path> files = Files.walk(folder))
            {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList())
                {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
