package banjo.fail2ban;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import banjo.config.Text;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Filters in fail2ban's .conf language come out as fail2ban's own reader gives them; what cannot be used is told by file and line. */
public final class FilterReaderTest
{
    private final MemoryFiles files = new MemoryFiles();

    private FilterReaderTest file(String path, String... lines)
    {
        files.with(path, String.join("\n", lines) + "\n");
        return this;
    }

    private FilterDefinition read(String... options) throws ConfException
    {
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String option : options)
        {
            keys.add(option.substring(0, option.indexOf('=')));
            values.add(option.substring(option.indexOf('=') + 1));
        }
        return FilterReader.read(files, "f/a.conf", keys, values, null);
    }

    private static String shown(List<Text> texts)
    {
        StringBuilder shown = new StringBuilder();
        for (Text text : texts)
        {
            shown.append(text.origin().fileName()).append(':').append(text.origin().line()).append(' ').append(text.value()).append('\n');
        }
        return shown.toString();
    }

    private void assertPatterns(String expected, String... options) throws ConfException
    {
        assertEquals(expected, shown(read(options).failRegexes()));
    }

    private void assertRefused(String expected, String... options)
    {
        assertEquals(expected, assertThrows(ConfException.class, () -> read(options)).getMessage());
    }

    @Test
    public void joinsContinuationLinesAndDropsComments() throws ConfException
    {
        file("f/a.conf", "# first", "[Definition]", "FailRegex = ^a <HOST>$ ; behind", "   # between", "", "     ^b;c <HOST>", "  ; more", "ignoreregex:", "  ^x");
        assertPatterns("f/a.conf:3 ^a <HOST>$\nf/a.conf:6 ^b;c <HOST>\n");
        assertEquals("f/a.conf:9 ^x\n", shown(read().ignoreRegexes()));
    }

    @Test
    public void interpolatesNamesAcrossSectionsAndDefaults() throws ConfException
    {
        file("f/a.conf", "[DEFAULT]", "_d = sshd", "[lt]", "p = P%(_d)s", "[Definition]", "x = %(_d)s-%(lt/p)s-%(default/_d)s 100%%",
            "failregex = ^%(x)s <HOST>");
        assertPatterns("f/a.conf:7 ^sshd-Psshd-sshd 100% <HOST>\n");
        assertPatterns("f/a.conf:7 ^d-Pd-sshd 100% <HOST>\n", "_d=d");
    }

    @Test
    public void patternsKeepThePlaceWhereTheyWereWritten() throws ConfException
    {
        file("f/a.conf", "[Definition]", "pre = ^p", "more = ^m1 <HOST>", "  ^m2 <HOST>", "mdre-x = ^x <HOST>", "failregex = %(more)s", "  %(pre)s <HOST>", "  <mdre-<mode>>",
            "mode = x");
        assertPatterns("f/a.conf:3 ^m1 <HOST>\nf/a.conf:4 ^m2 <HOST>\nf/a.conf:7 ^p <HOST>\nf/a.conf:5 ^x <HOST>\n");
    }

    @Test
    public void includesOverlaysAndKnownValues() throws ConfException
    {
        file("f/a.conf", "[INCLUDES]", "before = b.conf", "after = c.conf", "  missing.local", "[Definition]", "x = %(known/x)s-a", "y = y", "failregex = ^<x> <y> <z> <HOST>");
        file("f/b.conf", "[Definition]", "x = b", "y = never", "z = b");
        file("f/c.conf", "[Definition]", "y = c");
        file("f/a.local", "[Definition]", "z = l");
        assertPatterns("f/a.conf:8 ^b-a c l <HOST>\n");
        file("f/a.d/10.conf", "[Definition]", "x = %(known/x)s-d", "y = %(known/z)s");
        assertPatterns("f/a.conf:8 ^b-a-d b l <HOST>\n");
    }

    @Test
    public void parametersComeFromTheJailThenInitThenDefinition() throws ConfException
    {
        file("f/a.conf", "[Definition]", "failregex = ^<p> <HOST>", "p = definition", "maxlines = 1", "[Init]", "p = init", "maxlines = 7");
        assertPatterns("f/a.conf:2 ^init <HOST>\n");
        assertPatterns("f/a.conf:2 ^given <HOST>\n", "p=given");
        assertEquals(7, read().maxLines());
        assertPatterns("--option failregex:1 ^mine <HOST>\n", "failregex=^mine <HOST>");
    }

    @Test
    public void nestedParametersChooseModesAndLogTypes() throws ConfException
    {
        file("f/a.conf", "[INCLUDES]", "before = common.conf", "[Definition]", "mdre-normal =", "mdre-more = ^more <HOST>", "failregex = ^<_p>base <HOST>",
            "  <mdre-<mode>>", "mode = normal");
        file("f/common.conf", "[DEFAULT]", "logtype = file", "_p = <lt_<logtype>/_p>", "[lt_file]", "_p = <_host>-", "_host = H", "[lt_short]", "_p = S-",
            "[lt_journal]", "_p = %(lt_short/_p)s");
        file("f/common.local", "[DEFAULT]", "_host = L");
        assertPatterns("f/a.conf:6 ^L-base <HOST>\n");
        assertPatterns("f/a.conf:6 ^S-base <HOST>\nf/a.conf:5 ^more <HOST>\n", "mode=more", "logtype=journal");
        assertRefused("f/a.conf:7: error: unknown mode \"bad\": there is no option \"mdre-bad\"", "mode=bad");
        assertRefused("f/a.conf:6: error: unknown logtype \"x\": there is no option \"lt_x/_p\"", "logtype=x");
    }

    @Test
    public void tagsOfTheLanguageAndTextOfTheLogStay() throws ConfException
    {
        file("f/a.conf", "[Definition]", "prefregex = ^<F-MLFID>x</F-MLFID> <F-CONTENT>.+</F-CONTENT>$", "failregex = ^from=<[^@]+@[^>]+> <(?P<e>a)> <HOST>",
            "datepattern = ^%%Y", "  {^LN-BEG}", "journalmatch = _COMM=x", "usedns = no");
        assertPatterns("f/a.conf:3 ^from=<[^@]+@[^>]+> <(?P<e>a)> <HOST>\n");
        assertEquals("^<F-MLFID>x</F-MLFID> <F-CONTENT>.+</F-CONTENT>$", read().prefRegex().value());
        assertEquals("f/a.conf:4 ^%Y\nf/a.conf:5 {^LN-BEG}\n", shown(read().datePatterns()));
        assertEquals("f/a.conf:6 _COMM=x\n", shown(read().journalMatches()));
        assertEquals("no", read().useDns());
        file("f/a.conf", "[Definition]", "failregex = ^<HOST>");
        assertNull(read().prefRegex());
    }

    @Test
    public void findsWhatItIncludesBesideItselfWhenItWasMoved() throws ConfException
    {
        file("f/a.conf", "[INCLUDES]", "before = ../../config/b.conf", "[Definition]", "failregex = ^%(x)s <HOST>");
        file("f/b.conf", "[DEFAULT]", "x = b");
        assertPatterns("f/a.conf:4 ^b <HOST>\n");
    }

    @Test
    public void refusesIncludesThatFailOrNeverEnd()
    {
        assertRefused("banjo: error: cannot read f/a.conf: No such file or directory");
        file("f/a.conf", "[INCLUDES]", "before = b.conf", "[Definition]", "failregex = ^<HOST>");
        assertRefused("f/a.conf:2: error: cannot include f/b.conf: No such file or directory");
        file("f/b.conf", "[INCLUDES]", "", "after =", "  c.conf");
        file("f/c.conf", "[INCLUDES]", "before = a.conf");
        assertRefused("f/c.conf:2: error: recursion: f/a.conf includes itself through others");
    }

    @Test
    public void refusesValuesThatNeverEnd()
    {
        file("f/a.conf", "[Definition]", "failregex = ^%(x)s <HOST>", "x = %(y)s", "y = %(x)s");
        assertRefused("f/a.conf:4: error: option \"y\" refers to others more than 10 deep, or to itself");
        file("f/a.conf", "[Definition]", "failregex = ^<x> <HOST>", "x = <y>", "y = <x>a");
        assertRefused("f/a.conf:2: error: recursion: option \"failregex\" contains <x> again and again");
        StringBuilder bomb = new StringBuilder("[Definition]\nfailregex = ^<a9> <HOST>\na0 = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n");
        for (int i = 1; i < 10; i++)
        {
            bomb.append("a").append(i).append(" = %(a").append(i - 1).append(")s%(a").append(i - 1).append(")s%(a").append(i - 1).append(")s%(a").append(i - 1).append(")s\n");
        }
        files.with("f/a.conf", bomb.toString());
        assertRefused("f/a.conf:10: error: the value grows beyond 262144 characters when its references are replaced");
    }

    @Test
    public void refusesWhatIsWrittenWrongly()
    {
        file("f/a.conf", "x = 1");
        assertRefused("f/a.conf:1: error: an option must stand below a [section]");
        file("f/a.conf", "[Definition]", "nonsense");
        assertRefused("f/a.conf:2: error: neither a section, an option (name = value) nor an indented line of a value");
        file("f/a.conf", "[Definition]", "a = 1", "A = 2");
        assertRefused("f/a.conf:3: error: option \"a\" is there already in [Definition]");
        file("f/a.conf", "[Definition]", "failregex = %(nix)s");
        assertRefused("f/a.conf:2: error: %(nix)s is not defined");
        file("f/a.conf", "[Definition]", "failregex = ^a", "  100% <HOST>");
        assertRefused("f/a.conf:3: error: % must be followed by % or (name)s: \"% <HOST>\"");
        file("f/a.conf", "[Other]", "a = 1");
        assertRefused("f/a.conf:1: error: there is no [Definition]");
        file("f/a.conf", "[Definition]", "failregex =");
        assertRefused("f/a.conf:2: error: there is no failregex");
        file("f/a.conf", "[Definition]", "failregex = ^<HOST>", "maxlines = many");
        assertRefused("f/a.conf:3: error: maxlines must be a number from 1 to 100");
        files.with("f/a.conf", new byte[] {'[', 'D', ']', '\n', '#', (byte)0xC3, '(', '\n'});
        assertRefused("f/a.conf:2: error: byte 2 of the line is not UTF-8");
    }

    @Test
    public void refusesOptionsThatTheFilterDoesNotUse()
    {
        file("f/a.conf", "[Definition]", "failregex = ^<port> <HOST>", "port = 1");
        assertRefused("f/a.conf:1: error: unknown option \"prot\": the filter uses none of that name; did you mean `port`?", "prot=2");
        assertRefused("f/a.conf:1: error: unknown mode \"x\": the filter has none", "mode=x");
    }

    @Test
    public void namesCarryOptions() throws ConfException
    {
        FilterName name = FilterName.parse(" sshd[mode=aggressive, a=\"x,]\"][b='y z']", null);
        assertEquals("sshd [mode, a, b] [aggressive, x,], y z]", name.name() + " " + name.keys() + " " + name.values());
        assertEquals("sshd [] []", FilterName.parse("sshd", null).name() + " [] []");
        assertThrows(ConfException.class, () -> FilterName.parse("sshd[mode", null));
        assertThrows(ConfException.class, () -> FilterName.parse("sshd[mode=\"x]", null));
        assertThrows(ConfException.class, () -> FilterName.parse("sshd[mode=a b=c]]", null));
    }
}
