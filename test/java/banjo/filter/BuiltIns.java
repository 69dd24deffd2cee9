package banjo.filter;

import banjo.config.ConfigurationException;
import banjo.config.ConfigurationReader;
import banjo.time.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The filters of src/filters, compiled from source once per test run. */
final class BuiltIns
{
    private static final Map<String, Filter> COMPILED = new HashMap<>();

    private static final long NOW = 1_795_478_400L;

    private BuiltIns()
    {
    }

    static Filter load(String name, String mode)
    {
        String key = name + " " + mode;
        if (!COMPILED.containsKey(key))
        {
            String file = "src/filters/" + name + ".toml";
            try
            {
                COMPILED.put(key, FilterCompiler.compileBuiltIn(ConfigurationReader.readFilters(file, Files.readAllBytes(Path.of(file))).get(0), mode,
                    FilterContext.of(Zone.utc(), NOW, 64 << 10)));
            }
            catch (IOException | ConfigurationException | FilterException e)
            {
                throw new AssertionError(e);
            }
        }
        return COMPILED.get(key);
    }
}
