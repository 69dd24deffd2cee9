package banjo.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * Stores the program's texts as bytes. TeaVM 0.16.0 writes each as a string object of 16-bit characters, 110 KB for 39,000 of
 * them, and enters all into a table of interned strings when the program starts, though they are distinct already. Here the
 * objects are made at the start, outside the heap as before, and nothing is entered; a program that interns is refused. The
 * bytes are packed to less than half; they are unpacked at the end of the memory that the objects are made in from its beginning.
 * Where an object comes to lie is known here, so the sources name its place instead of loading it from a table.
 */
final class StringPool
{
    private static final Pattern POOL =
        Pattern.compile("TeaVM_String\\* teavm_stringPool\\[(\\d+)\\] = \\{\n(.*?)\n\\};\nvoid teavm_initStringPool\\(\\) \\{\n.*\\}\n", Pattern.DOTALL);
    /** The next text, or whatever else there is. */
    private static final Pattern TEXT = Pattern.compile(
        "\\G\\s*(?:TEAVM_STRING(?:_FROM_CODES)?\\((\\d+), ?-?\\d+,(?:u((?:\"(?:[^\"\\\\]|\\\\.)*+\"\\s*)++)|([\\d, ]+))\\),? *// string #(\\d+)|\\S+)");
    private static final String ESCAPES = "n\nt\tr\r\"\"\\\\??";
    /** Ends a text; no character of one. */
    private static final int END = 0xFF;
    private static final String START = """
        _Static_assert(sizeof(TeaVM_Array) == %5$d, "where a text lies");
        _Alignas(8) char teavm_stringMemory[%1$d * TEAVM_STRING_SIZE + %2$d + 16];
        void teavm_initStringPool() {
            int32_t stringHeader = TEAVM_PACK_CLASS(teavm_stringClass) | (int32_t) INT32_C(0x80000000);
            int32_t charactersHeader = TEAVM_PACK_CLASS(teavm_charArrayClass) | (int32_t) INT32_C(0x80000000);
            unsigned char* from = (unsigned char*) teavm_stringMemory + sizeof teavm_stringMemory - %4$d;
            char* to = teavm_stringMemory;
            banjo_inflate(teavm_stringBytes, from);
            for (int i = 0; i < %1$d; ++i) {
                TeaVM_String* s = (TeaVM_String*) to;
                TeaVM_Array* characters = (TeaVM_Array*) (to + TEAVM_STRING_SIZE);
                char16_t* data = TEAVM_ARRAY_DATA(characters, char16_t);
                int32_t length = 0;
                for (; *from != %3$d; ++from) {
                    data[length++] = *from;
                }
                ++from;
                ((TeaVM_Object*) characters)->header = charactersHeader;
                characters->size = length;
                s->characters = characters;
                ((TeaVM_Object*) s)->header = stringHeader;
                to = (char*) TEAVM_ALIGN(data + length, 8);
            }
        }
        """;

    private static final String DECLARATION = "extern TeaVM_String* teavm_stringPool[];\n";
    /** A text by its number and the size of the characters of those before it; a string has another size where pointers have. */
    private static final String PLACE = """
        #define TEAVM_STRING_SIZE ((sizeof(TeaVM_String) + 7) / 8 * 8)
        #define TEAVM_STRING_AT(number, bytes) ((void*) (teavm_stringMemory + (number) * TEAVM_STRING_SIZE + (bytes)))
        extern char teavm_stringMemory[];
        """;
    private static final Pattern USE = Pattern.compile("TEAVM_GET_STRING(_ADDRESS)?\\((\\d+)\\)");
    private static final int ARRAY_HEADER = 12;

    private StringPool()
    {
    }

    /** @param folder where {@code all.c} is. */
    static void shrink(Path folder) throws IOException
    {
        Path file = folder.resolve("strings.c");
        String source = Files.readString(file);
        Matcher pool = POOL.matcher(source);
        require(pool.find(), "teavm_stringPool");
        int count = Integer.parseInt(pool.group(1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Integer> places = new ArrayList<>();
        int place = 0;
        int found = 0;
        Matcher texts = TEXT.matcher(pool.group(2));
        while (texts.find())
        {
            require(texts.group(1) != null && Integer.parseInt(texts.group(4)) == found, "text number " + found + " in teavm_stringPool");
            String text = texts.group(2) != null ? unquoted(texts.group(2)) : ofCodes(texts.group(3));
            require(text.length() == Integer.parseInt(texts.group(1)), "the length of text number " + found);
            text.chars().forEach(bytes::write);
            bytes.write(END);
            places.add(place);
            place += (ARRAY_HEADER + 2 * text.length() + 7) / 8 * 8;
            found++;
        }
        require(found == count, "all texts of teavm_stringPool");
        Files.writeString(file, source.substring(0, pool.start()) + "#include \"banjo_inflate.h\"\n"
            + "static const unsigned char teavm_stringBytes[] = {" + packed(bytes.toByteArray()) + "};\n"
            + START.formatted(count, place, END, bytes.size(), ARRAY_HEADER) + source.substring(pool.end()));

        Path header = folder.resolve("strings.h");
        String declarations = Files.readString(header);
        require(declarations.contains(DECLARATION), "the declaration of teavm_stringPool");
        Files.writeString(header, declarations.replace(DECLARATION, PLACE));

        List<Path> sources;
        try (Stream<Path> files = Files.walk(folder))
        {
            sources = files.filter(each -> each.toString().endsWith(".c")).toList();
        }
        int uses = 0;
        for (Path each : sources)
        {
            String before = Files.readString(each);
            require(!each.startsWith(folder.resolve("c")) || !before.contains("teavm_internString"),
                "a program that does not intern strings, in " + each);
            String after = USE.matcher(before).replaceAll(use ->
            {
                String at = "TEAVM_STRING_AT(" + use.group(2) + ", " + places.get(Integer.parseInt(use.group(2))) + ")";
                return use.group(1) == null ? at : "(void*[]) { " + at + " }";
            });
            uses += (int)USE.matcher(before).results().count();
            if (!after.equals(before))
            {
                Files.writeString(each, after);
            }
        }
        require(uses > count, "uses of all texts");
    }

    /** What {@code banjo_inflate.h} unpacks, as C's numbers. */
    private static String packed(byte[] bytes)
    {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] packed = new byte[2 * bytes.length + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < length; i++)
        {
            numbers.append(i % 32 == 0 ? "\n" : "").append(packed[i] & 0xFF).append(',');
        }
        return numbers.toString();
    }

    /** The text of C's quoted strings one after the other, in ASCII. */
    private static String unquoted(String quoted) throws IOException
    {
        StringBuilder text = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < quoted.length(); i++)
        {
            char character = quoted.charAt(i);
            if (character == '"')
            {
                inside = !inside;
            }
            else if (inside)
            {
                if (character == '\\')
                {
                    i++;
                    if (Character.isDigit(quoted.charAt(i)))
                    {
                        text.append((char)Integer.parseInt(quoted.substring(i, i + 3), 8));
                        i += 2;
                        continue;
                    }
                    int escape = ESCAPES.indexOf(quoted.charAt(i));
                    require(escape >= 0 && escape % 2 == 0, "a known escape \\" + quoted.charAt(i));
                    character = ESCAPES.charAt(escape + 1);
                }
                require(character < 0x80, "ASCII texts only");
                text.append(character);
            }
        }
        return text.toString();
    }

    /** The text of numbers, as TeaVM writes one with NUL or a character beyond ASCII. */
    private static String ofCodes(String codes) throws IOException
    {
        StringBuilder text = new StringBuilder();
        for (String code : codes.split(", ?"))
        {
            int character = Integer.parseInt(code);
            require(character < END, "characters of one byte only");
            text.append((char)character);
        }
        return text.toString();
    }

    private static void require(boolean found, String what) throws IOException
    {
        if (!found)
        {
            throw new IOException("TeaVM did not write " + what + " as expected: look at banjo.build.StringPool");
        }
    }
}
