package banjo.build;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import org.teavm.asm.ClassReader;
import org.teavm.asm.ClassVisitor;
import org.teavm.asm.ClassWriter;
import org.teavm.asm.MethodVisitor;
import org.teavm.asm.Opcodes;
import org.teavm.ast.ArrayFromDataExpr;
import org.teavm.ast.AssignmentStatement;
import org.teavm.ast.InvocationExpr;
import org.teavm.ast.NewArrayExpr;
import org.teavm.ast.NewExpr;
import org.teavm.ast.NewMultiArrayExpr;
import org.teavm.ast.RecursiveVisitor;
import org.teavm.ast.optimization.Optimizer;

/**
 * Keeps the order in which Java evaluates. TeaVM 0.16.0 puts the calls of {@code int hour = number(2); int minute = number(2);
 * setTime(hour, minute)} into one expression, {@code setTime(number(2), number(2))}. That is right for JavaScript, which
 * evaluates from left to right, but C leaves the order open (C11 6.5.2.2): clang goes from left to right, gcc from right to
 * left, and reads the minute for the hour. So a call stays a statement of its own.
 * <p>
 * The one decision of TeaVM's optimiser that does it is replaced before the class is loaded; when it is not found exactly once,
 * as after an upgrade, the build fails.
 */
public final class EvaluationOrder
{
    private static final String VISITOR = "org/teavm/ast/optimization/OptimizingVisitor";
    private static final String VISITED_VARIABLE = "(Lorg/teavm/ast/VariableExpr;)V";
    private static final String ASSIGNMENT = "org/teavm/ast/AssignmentStatement";
    /** {@code Address} and {@code Structure}: their calls are written as casts, sums and loads. */
    private static final String NO_CALLS = "org.teavm.interop.";

    private EvaluationOrder()
    {
    }

    /** Mends the optimiser of this process; to be called before TeaVM runs. */
    static void keep() throws IOException, IllegalAccessException
    {
        try (InputStream original = Optimizer.class.getResourceAsStream("/" + VISITOR + ".class"))
        {
            if (original == null)
            {
                throw new IOException(VISITOR + " is not in this TeaVM: look at banjo.build.EvaluationOrder before upgrading");
            }
            MethodHandles.privateLookupIn(Optimizer.class, MethodHandles.lookup()).defineClass(mended(original.readAllBytes()));
        }
    }

    /** Called by TeaVM's optimiser in place of {@code assignment.isAsync()}. @return whether the variable must stay. */
    public static boolean stays(AssignmentStatement assignment)
    {
        Calls calls = new Calls();
        assignment.getRightValue().acceptVisitor(calls);
        return assignment.isAsync() || calls.found;
    }

    private static byte[] mended(byte[] original) throws IOException
    {
        int[] replaced = new int[1];
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer)
        {
            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions)
            {
                MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
                boolean wanted = name.equals("visit") && descriptor.equals(VISITED_VARIABLE);
                return wanted ? new Replacement(method, replaced) : method;
            }
        }, 0);
        if (replaced[0] != 1)
        {
            throw new IOException("TeaVM's OptimizingVisitor asks isAsync " + replaced[0]
                + " times instead of once: look at banjo.build.EvaluationOrder before upgrading TeaVM");
        }
        return writer.toByteArray();
    }

    private static final class Replacement extends MethodVisitor
    {
        private final int[] replaced;

        Replacement(MethodVisitor next, int[] replaced)
        {
            super(Opcodes.ASM9, next);
            this.replaced = replaced;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface)
        {
            if (owner.equals(ASSIGNMENT) && name.equals("isAsync"))
            {
                replaced[0]++;
                super.visitMethodInsn(Opcodes.INVOKESTATIC, "banjo/build/EvaluationOrder", "stays", "(L" + ASSIGNMENT + ";)Z", false);
            }
            else
            {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }
    }

    /** Finds calls and allocations. */
    private static final class Calls extends RecursiveVisitor
    {
        private boolean found;

        @Override
        public void visit(InvocationExpr call)
        {
            found |= !call.getMethod().getClassName().startsWith(NO_CALLS);
            super.visit(call);
        }

        @Override
        public void visit(NewExpr allocation)
        {
            found = true;
        }

        @Override
        public void visit(NewArrayExpr allocation)
        {
            found = true;
        }

        @Override
        public void visit(NewMultiArrayExpr allocation)
        {
            found = true;
        }

        @Override
        public void visit(ArrayFromDataExpr allocation)
        {
            found = true;
        }
    }
}
