package banjo.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.teavm.classlib.impl.JCLPlugin;
import org.teavm.dependency.BootstrapMethodSubstitutor;
import org.teavm.dependency.DynamicCallSite;
import org.teavm.model.MethodReference;
import org.teavm.model.RuntimeConstant;
import org.teavm.model.ValueType;
import org.teavm.model.emit.ProgramEmitter;
import org.teavm.model.emit.ValueEmitter;
import org.teavm.vm.spi.After;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Makes one call of every concatenation, {@code banjo.text.Concatenation.of(recipe, parts)}. TeaVM 0.16.0 makes a StringBuilder and
 * a call for each part, every result of which is checked and kept for the collector: 400 places, 1,170 calls. TeaVM finds this
 * class through {@code META-INF/services}.
 */
@After(JCLPlugin.class)
public final class ShortConcatenations implements TeaVMPlugin, BootstrapMethodSubstitutor
{
    private static final String CALLED = "banjo.text.Concatenation";
    private static final ValueType STRING = ValueType.object("java.lang.String");
    private static final char PART = 1;
    private static final char CONSTANT = 2;
    private static final int PARTS = 5;
    private static int made;

    /** How many calls were made in this process. */
    static int made()
    {
        return made;
    }

    @Override
    public void install(TeaVMHost host)
    {
        host.add(new MethodReference("java.lang.invoke.StringConcatFactory", "makeConcatWithConstants",
            ValueType.object("java.lang.invoke.MethodHandles$Lookup"), STRING, ValueType.object("java.lang.invoke.MethodType"), STRING,
            ValueType.arrayOf(ValueType.object("java.lang.Object")), ValueType.object("java.lang.invoke.CallSite")), this);
    }

    @Override
    public ValueEmitter substitute(DynamicCallSite site, ProgramEmitter program)
    {
        made++;
        String recipe = recipe(site.getBootstrapArguments());
        if (recipe.chars().filter(character -> character == PART).count() != site.getArguments().size())
        {
            throw new IllegalStateException("a text with a character 1 in a concatenation: " + recipe);
        }
        List<ValueEmitter> parts = new ArrayList<>();
        for (int i = 0; i < site.getArguments().size(); i++)
        {
            parts.add(text(program, site.getArguments().get(i), site.getCalledMethod().parameterType(i)));
        }
        while (parts.size() > PARTS)
        {
            // The first parts make one; what follows them in the recipe is for the next call.
            int end = -1;
            for (int i = 0; i < PARTS; i++)
            {
                end = recipe.indexOf(PART, end + 1);
            }
            List<ValueEmitter> first = parts.subList(0, PARTS);
            ValueEmitter joined = call(program, recipe.substring(0, end + 1), first);
            first.clear();
            parts.add(0, joined);
            recipe = PART + recipe.substring(end + 1);
        }
        return call(program, recipe, parts);
    }

    /** The text with a character for each part, constants put in. */
    private static String recipe(List<RuntimeConstant> constants)
    {
        StringBuilder recipe = new StringBuilder();
        int next = 1;
        for (char character : constants.get(0).getString().toCharArray())
        {
            recipe.append(character == CONSTANT ? constants.get(next++).getString() : String.valueOf(character));
        }
        return recipe.toString();
    }

    /** A part as a String. */
    private static ValueEmitter text(ProgramEmitter program, ValueEmitter part, ValueType type)
    {
        if (type.equals(STRING))
        {
            return part;
        }
        ValueType taken = !(type instanceof ValueType.Primitive) ? ValueType.object("java.lang.Object")
            : type == ValueType.BYTE || type == ValueType.SHORT ? ValueType.INTEGER : type;
        return program.invoke(new MethodReference("java.lang.String", "valueOf", taken, STRING), program.var(part.getVariable(), taken));
    }

    private static ValueEmitter call(ProgramEmitter program, String recipe, List<ValueEmitter> parts)
    {
        List<ValueEmitter> arguments = new ArrayList<>(parts);
        arguments.add(0, program.constant(recipe));
        ValueType[] signature = new ValueType[arguments.size() + 1];
        Arrays.fill(signature, STRING);
        return program.invoke(new MethodReference(CALLED, "of", signature), arguments.toArray(new ValueEmitter[0]));
    }
}
