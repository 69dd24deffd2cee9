package banjo.time;

import java.util.ArrayList;
import java.util.List;

/** Builds the templates of a {@link DateFinder} from datepatterns, and those that are looked for without any. */
final class DateTemplateList
{
    private static final String LINE_BEGIN = "{^LN-BEG}";
    private static final String UNBOUND = "{UNB}";
    private static final String DATE = "{DATE}";
    private static final String NONE = "{NONE}";

    private static final String TIME = "%H:%M:%S";
    private static final String TIME_PERHAPS_SHORT = "%k:%M:%S";
    private static final String FRACTION = "(?:\\.%f)?";
    private static final String ISO_END = "(?:[.,]%f)?(?:\\s*%z)?";
    private static final String WEEKDAY = "(?:%a )?";
    private static final String YEAR_AT_END = "(?: %ExY)?";
    private static final String SYSLOG = WEEKDAY + "%b %d " + TIME_PERHAPS_SHORT + FRACTION + YEAR_AT_END;

    /** No clock is before this one: that of a router without battery begins in 1970. */
    private static final int FIRST_YEAR = 2026;
    private static final int YEARS_AHEAD = 3;

    /** Names and patterns of the forms that fail2ban knows, in its order: each is looked for at the beginning of the line first. */
    private static final String[] DEFAULTS = {
        "ISO 8601", "%ExY(?P<sign>[-/.])%m(?P=sign)%d(?:T|  ?)" + TIME + ISO_END,
        "syslog or asctime", SYSLOG,
        "asctime, year before time", WEEKDAY + "%b %d %ExY " + TIME_PERHAPS_SHORT + FRACTION,
        "day/month/year", "%d(?P<sign>[-/])%m(?P=sign)(?:%ExY|%Exy) " + TIME_PERHAPS_SHORT,
        "Apache or named", "%d(?P<sign>[-/])%b(?P=sign)%ExY[ :]?" + TIME + FRACTION + "(?: %z)?",
        "cPanel", "%m/%d/%ExY:" + TIME,
        "month-day-year", "%m-%d-%ExY " + TIME_PERHAPS_SHORT + FRACTION,
        "epoch seconds", "EPOCH",
        "time of day", LINE_BEGIN + TIME,
        "<month/day/year@time>", "^<%m/%d/%Exy@" + TIME + ">",
        "MySQL", "%Exy%Exm%Exd  ?" + TIME,
        "Tomcat", "%b %d, %ExY %I:%M:%S %p",
        "ASSP", "^%b-%d-%Exy " + TIME_PERHAPS_SHORT,
        "ISO 8601 without signs", "%ExY%Exm%Exd(?:T|  ?)%ExH%ExM%ExS" + ISO_END,
        "zone name before asctime", "(?:%Z )?" + SYSLOG,
        "zone offset before asctime", "(?:%z )?" + SYSLOG,
        "TAI64N", "TAI64N",
    };

    private final List<DateTemplate> templates = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final char lastDecade;
    private int patternIndex;

    private DateTemplateList(long nowSeconds)
    {
        int year = Math.max(CivilDate.yearOf(nowSeconds), FIRST_YEAR) + YEARS_AHEAD;
        lastDecade = (char)('0' + Math.min(year - 2000, 99) / 10);
    }

    /** @return the forms that are looked for without a datepattern. */
    static DateTemplate[] defaults(long nowSeconds)
    {
        try
        {
            DateTemplateList list = new DateTemplateList(nowSeconds);
            list.addDefaults(false);
            return list.toArray();
        }
        catch (DatePatternException error)
        {
            throw new IllegalStateException(error.getMessage());
        }
    }

    static DateTemplate[] of(long nowSeconds, List<String> patterns) throws DatePatternException
    {
        DateTemplateList list = new DateTemplateList(nowSeconds);
        for (int i = 0; i < patterns.size(); i++)
        {
            list.patternIndex = i;
            list.add(patterns.get(i).trim());
        }
        return list.toArray();
    }

    private DateTemplate[] toArray()
    {
        return templates.toArray(new DateTemplate[0]);
    }

    private void add(String pattern) throws DatePatternException
    {
        String upper = DatePattern.upper(pattern);
        int date = upper.indexOf(DATE);
        if (pattern.isEmpty())
        {
            throw new DatePatternException(patternIndex, 0, "an empty pattern; for lines without dates write " + NONE);
        }
        if (upper.equals(LINE_BEGIN) || upper.equals("{DEFAULT}"))
        {
            addDefaults(upper.equals(LINE_BEGIN));
        }
        else if (upper.equals(NONE))
        {
            append(pattern, compile(UNBOUND + "^"), false, false);
        }
        else if (date >= 0)
        {
            for (int i = 0; i < DEFAULTS.length; i += 2)
            {
                addWithin(pattern, date, DEFAULTS[i], unbound(DEFAULTS[i + 1]));
            }
        }
        else
        {
            append(pattern, compileNamed(pattern, upper), false, false);
        }
    }

    /** A count of seconds is looked for only where the date stands alone or at the beginning, as in fail2ban. */
    private void addWithin(String pattern, int date, String name, String form) throws DatePatternException
    {
        boolean counts = form.indexOf('%') < 0;
        String around = pattern.substring(0, date) + form + pattern.substring(date + DATE.length());
        if (!counts)
        {
            append(name + " in " + pattern, compileAround(pattern, date, form), false, false);
        }
        else if (bareName(around).equals(form))
        {
            append(name + " in " + pattern, compileNamed(around, around), false, false);
        }
    }

    /** @return the pattern without what ties it to the beginning of the line. */
    private static String bareName(String pattern)
    {
        return pattern.startsWith("^") ? pattern.substring(1) : unbound(pattern);
    }

    private static String unbound(String pattern)
    {
        return pattern.startsWith(LINE_BEGIN) ? pattern.substring(LINE_BEGIN.length()) : pattern;
    }

    private DateProgram compileAround(String pattern, int at, String form) throws DatePatternException
    {
        String around = pattern;
        for (int i = at; i >= 0; i = DatePattern.upper(around).indexOf(DATE, i + form.length()))
        {
            around = around.substring(0, i) + form + around.substring(i + DATE.length());
        }
        try
        {
            return compile(around);
        }
        catch (DatePatternException error)
        {
            int position = error.position() <= at ? error.position() : Math.max(at, error.position() - form.length() + DATE.length());
            throw new DatePatternException(patternIndex, position, error.getMessage());
        }
    }

    private void append(String name, DateProgram program, boolean preferred, boolean plain)
    {
        if (!keys.contains(name))
        {
            keys.add(name);
            templates.add(new DateTemplate(name, program, preferred, plain));
        }
    }

    private void addDefaults(boolean atLineBegin) throws DatePatternException
    {
        for (int i = 0; i < DEFAULTS.length; i += 2)
        {
            String pattern = DEFAULTS[i + 1];
            if (!pattern.startsWith(LINE_BEGIN) && !pattern.startsWith("^"))
            {
                append(LINE_BEGIN + DEFAULTS[i], compileNamed(LINE_BEGIN + pattern, LINE_BEGIN + pattern), true, true);
            }
        }
        for (int i = 0; i < DEFAULTS.length; i += 2)
        {
            DateProgram program = compileNamed(DEFAULTS[i + 1], DEFAULTS[i + 1]);
            if (!atLineBegin || program.anchored)
            {
                append(DEFAULTS[i], program, false, true);
            }
        }
    }

    /** A pattern that may be one of the names of the counts of seconds, alone or behind what ties it to the line's beginning. */
    private DateProgram compileNamed(String pattern, String upper) throws DatePatternException
    {
        String bare = bareName(upper);
        char field = bare.equals("EPOCH") ? 'E' : bare.equals("LEPOCH") ? 'L' : bare.equals("TAI64N") ? 'T' : 0;
        return field == 0 ? compile(pattern) : new DatePattern(field, bare.length() < upper.length(), lastDecade).program();
    }

    private DateProgram compile(String pattern) throws DatePatternException
    {
        try
        {
            return new DatePattern(pattern, lastDecade).program();
        }
        catch (DateParser.Mistake mistake)
        {
            throw new DatePatternException(patternIndex, Math.min(mistake.position, pattern.length()), mistake.getMessage());
        }
    }
}
