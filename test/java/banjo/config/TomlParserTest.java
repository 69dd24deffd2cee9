package banjo.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import banjo.text.Utf8;
import java.util.List;
import org.junit.Test;

public class TomlParserTest
{
    /** The tables in a notation like JSON's, then the errors. */
    private static String parse(byte[] bytes)
    {
        Problems problems = new Problems("f");
        TomlTable root = TomlParser.parse(bytes, problems);
        StringBuilder text = new StringBuilder();
        append(text, root);
        try
        {
            problems.throwIfAny();
            return text.toString();
        }
        catch (ConfigurationException e)
        {
            return String.join("|", e.errors());
        }
    }

    private static String parse(String text)
    {
        return parse(Utf8.encode(text));
    }

    private static void append(StringBuilder text, TomlTable table)
    {
        text.append('{');
        for (TomlTable.Entry entry : table.entries())
        {
            text.append(text.charAt(text.length() - 1) == '{' ? "" : ",").append(entry.key()).append(':');
            append(text, entry.value());
        }
        text.append('}');
    }

    private static void append(StringBuilder text, TomlValue value)
    {
        switch (value.kind)
        {
            case STRING -> text.append('<').append(value.text).append('>');
            case TABLE -> append(text, value.table);
            case ARRAY ->
            {
                text.append('[');
                for (TomlValue item : value.items)
                {
                    append(text, item);
                    text.append(';');
                }
                text.append(']');
            }
            case INTEGER -> text.append(value.integer);
            default -> text.append(value.kind).append(value.text == null ? "" + value.integer : value.text);
        }
    }

    @Test
    public void readsIntegers()
    {
        assertEquals("{a:0,b:-17,c:1000,d:255,e:8,f:5,g:99}", parse("a=0\nb=-17\nc=1_000\nd=0xF_f\ne=0o10\nf=0b1_01\ng=+99"));
        assertEquals("{a:9223372036854775807,b:-9223372036854775808,c:0}", parse("a=9223372036854775807\nb=-9223372036854775808\nc=-0"));
        for (String bad : List.of("9223372036854775808", "-9223372036854775809", "01", "1__0", "_1", "1_", "0x", "0xg", "-0x1", "0b2",
            "+", "0X1"))
        {
            assertTrue(bad, parse("a=" + bad).startsWith("f:1:3: error: "));
        }
    }

    @Test
    public void readsOtherWords()
    {
        assertEquals("{a:BOOLEAN1,b:BOOLEAN0}", parse("a=true\nb = false # no"));
        for (String word : List.of("1.0", "-0.5", "1e5", "6.6e-3_4", "inf", "-inf", "nan", "1_0.0"))
        {
            assertEquals("{a:FLOAT" + word + "}", parse("a=" + word));
        }
        for (String word : List.of("1979-05-27T07:32:00Z", "1979-05-27 07:32:00.9-07:00", "1979-05-27t07:32:00", "1979-05-27", "07:32:00"))
        {
            assertEquals("{a:DATE" + word + "}", parse("a=" + word));
        }
        for (String bad : List.of("1.", ".5", "1.e5", "1e", "01.5", "True", "1979-05-27X", "07:32", "07:32:00Z", "infinity"))
        {
            assertTrue(bad, parse("a=" + bad).startsWith("f:1:3: error: "));
        }
    }

    @Test
    public void readsStrings()
    {
        assertEquals("{a:<x\t\"\\\u00e9\ud83d\ude00>}", parse("a = \"x\\t\\\"\\\\\\u00e9\\U0001F600\""));
        assertEquals("{a:<\\d+'>,b:<>}", parse("a = '''\\d+''''\nb=''"));
        assertEquals("{a:<x\ny>}", parse("a = \"\"\"\r\nx\r\ny\"\"\""));
        assertEquals("{a:<xy\"\">}", parse("a = \"\"\"x\\  \n\n   y\"\"\"\"\""));
        assertEquals("{a:<>,b:<\">}", parse("a = \"\"\"\"\"\"\nb=\"\"\"\"\"\"\""));
        assertTrue(parse("a='''x''''''").startsWith("f:1:12: error: expected the end of the line"));
        for (String bad : List.of("\"\\x41\"", "\"\\uD800\"", "\"\\U00110000\"", "\"\\u12\"", "\"abc", "'abc", "\"a\nb\"", "\"\"\"abc"))
        {
            assertTrue(bad, parse("a=" + bad).contains("f:1:"));
        }
    }

    @Test
    public void readsTables()
    {
        assertEquals("{a:{b:{c:1},d:2}}", parse("[a.b]\nc=1\n[a]\nd=2"));
        assertEquals("{a:{b:{c:1,d:2}}}", parse("a.b.c=1\na . \"b\" . 'd' = 2"));
        assertEquals("{a:[{x:1};{x:2,y:{z:3}};]}", parse("[[a]]\nx=1\n[[ a ]]\nx=2\n[a.y]\nz=3"));
        assertEquals("{a:{b:{x:1},c:[1;[2;];]}}", parse("a = { b.x = 1, c = [1, # one\n [2,],\n] }"));
        assertEquals("{f:{a:{c:1,t:{s:2}}}}", parse("[f]\na.c=1\n[f.a.t]\ns=2"));
        for (String bad : List.of("[a]\n[a]", "a=1\n[a]", "a={}\n[a.b]", "a={}\na.b=1", "a=[]\n[[a]]", "[a]\n[[a]]", "[[a]]\n[a]",
            "a.b=1\n[a]",
            "[a.b.c]\nz=9\n[a]\nb.c.t=1", "a.b=1\na=2", "a=1\na.b=2", "[]", "[a", "[a]]", "[[a]", "a", "a=", "=1", "a==1", ".a=1",
                "a.=1", "[a.]",
            "a={b=1,}", "a={,}", "a={b=1 c=2}", "a={b=1\n}", "a=[1,,2]", "a=[,]", "a=[1", "[a]b=1", "a=1 b=2", "\"\"\"a\"\"\"=1", "a b=1"))
        {
            assertTrue(bad, parse(bad).startsWith("f:"));
        }
    }

    @Test
    public void refusesBytesThatAreNoText()
    {
        assertEquals("f:2:4: error: not UTF-8", parse(new byte[] {'#', '\n', 'a', '=', '"', (byte)0xC3, '"'}));
        assertEquals("f:1:3: error: control character \"\\u0000\" is not allowed", parse("# \0 \0"));
        assertEquals("f:1:3: error: control character \"\\u000D\" is not allowed", parse("# \r x"));
        assertEquals("f:1:3: error: control character \"\\u007F\" is not allowed", parse("# \u007f"));
        assertEquals("{a:<\ufffd>}", parse("\ufeffa='\ufffd'\r\n"));
        assertEquals("f:1:8: error: expected the end of the line, found \"\u00fc\"", parse("a='\u00e9\ud83d\ude00' \u00fc"));
    }

    @Test
    public void hostileTextIsRefusedInBoundedTime()
    {
        for (String piece : List.of("[", "]", "a=[", "[\n", "a.", "{", "a={", "a={a=", "\"", "'", "'''\n", "[[a]]\n[", "\"\"\"",
            "a='''\n", "\\", "=", "1", "x\n"))
        {
            String result = parse(piece.repeat((1 << 20) / piece.length()));
            assertTrue(piece + " " + result.length(), result.startsWith("f:") && result.length() < 8000);
        }
        assertEquals("f:1:1: error: the file is larger than 1M", parse(new byte[(1 << 20) + 1]));
        assertEquals("{a:" + "[".repeat(32) + "]" + ";]".repeat(31) + "}", parse("a=" + "[".repeat(32) + "]".repeat(32)));
        assertEquals("f:1:35: error: nested deeper than 32", parse("a=" + "[".repeat(33) + "]".repeat(33)));
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i <= TomlTable.MAX_KEYS; i++)
        {
            keys.append('k').append(i).append("=1\n");
        }
        assertEquals("f:4097:1: error: more than 4096 keys in a table", parse(keys.toString()));
    }

    @Test
    public void goesOnAfterAnError()
    {
        assertEquals("f:1:6: error: expected \",\" or \"]\" in an array, found \"2\""
            + "|f:4:3: error: \"q\" is not a value; write text in quotes",
            parse("a=[1 2\n,3]\nb=1\nc=q"));
        assertEquals("f:1:3: error: this string has no closing quotes|f:4:3: error: \"q\" is not a value; write text in quotes",
            parse("a='''\nsome\ntext = 1\nc=q"));
    }
}
