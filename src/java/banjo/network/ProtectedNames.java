package banjo.network;

import banjo.address.Address;
import banjo.address.PrefixList;
import banjo.text.TextBuffer;
import banjo.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * The host names of ignoreip. Each is looked up again when its answer has run out of time; when nobody answers, what was known stays.
 * Its list of addresses changes in place.
 */
final class ProtectedNames implements LookupClient
{
    private static final int TTL_MINIMUM_SECONDS = 60;
    private static final int TTL_MAXIMUM_SECONDS = 3600;
    private static final int RETRY_SECONDS = 5;
    private static final int RETRY_MAXIMUM_SECONDS = 300;
    private static final int FAMILIES = 2;

    /** A name and one family of addresses. */
    private static final class Question
    {
        final byte[] name;
        final int type;
        final PrefixList addresses = new PrefixList(DnsMessage.MAXIMUM);
        long dueMillis;
        int failures;
        boolean asked;
        boolean known;
        /** False when ignoreip does not hold the name any more. */
        boolean wanted = true;

        Question(byte[] name, int type)
        {
            this.name = name;
            this.type = type;
        }
    }

    private final Resolver resolver;
    private final List<String> names = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();
    private final PrefixList fresh = new PrefixList(DnsMessage.MAXIMUM);
    private final TextBuffer news = new TextBuffer(1024);
    private final NetworkListener listener;
    private boolean changed;
    private long nowMillis;

    ProtectedNames(Resolver resolver, NetworkListener listener)
    {
        this.resolver = resolver;
        this.listener = listener;
    }

    /** Before the names of another configuration: those that {@link #add} does not name again are not looked up any more. */
    void begin()
    {
        for (Question each : questions)
        {
            each.wanted = false;
        }
    }

    /** @return the addresses of a name, two lists; the same ones for the same name. */
    PrefixList[] add(String name)
    {
        int index = names.indexOf(name);
        if (index < 0)
        {
            index = unused();
            names.set(index, name);
            questions.set(FAMILIES * index, new Question(Utf8.encode(name), DnsMessage.A));
            questions.set(FAMILIES * index + 1, new Question(Utf8.encode(name), DnsMessage.AAAA));
        }
        questions.get(FAMILIES * index).wanted = true;
        questions.get(FAMILIES * index + 1).wanted = true;
        return new PrefixList[] {questions.get(FAMILIES * index).addresses, questions.get(FAMILIES * index + 1).addresses};
    }

    /** @return a place that no name has, and no answer is on its way to. */
    private int unused()
    {
        for (int i = 0; i < names.size(); i++)
        {
            Question ipv4 = questions.get(FAMILIES * i);
            Question ipv6 = questions.get(FAMILIES * i + 1);
            if (!ipv4.wanted && !ipv4.asked && !ipv6.asked)
            {
                return i;
            }
        }
        names.add(null);
        questions.add(null);
        questions.add(null);
        return names.size() - 1;
    }

    /** @return whether every name has been looked up once, with or without success. */
    boolean settled()
    {
        boolean settled = true;
        for (int i = 0; i < questions.size(); i++)
        {
            settled &= questions.get(i).known || questions.get(i).failures > 0 || !questions.get(i).wanted;
        }
        return settled;
    }

    /** Once a turn: begins the look-ups that are due. @return whether addresses have changed since the last call. */
    boolean tick(long now)
    {
        nowMillis = now;
        for (int i = 0; i < questions.size(); i++)
        {
            Question each = questions.get(i);
            if (each.wanted && !each.asked && now >= each.dueMillis)
            {
                each.asked = true;
                if (!resolver.begin(this, i, each.name, each.name.length, each.type, now))
                {
                    each.asked = false;
                    break;
                }
            }
        }
        boolean result = changed;
        changed = false;
        return result;
    }

    @Override
    public void ended(int tag, int result, DnsMessage answer)
    {
        Question question = questions.get(tag);
        question.asked = false;
        if (!question.wanted)
        {
            return;
        }
        if (result == DnsMessage.UNUSABLE)
        {
            int wait = Math.min(RETRY_MAXIMUM_SECONDS, RETRY_SECONDS << Math.min(question.failures, 6));
            question.dueMillis = nowMillis + wait * 1000L;
            if (question.failures++ == 0)
            {
                begin(question);
                news.put("none of ").putCount(resolver.servers(), "name server")
                    .put(question.known ? " gives a usable answer: its addresses stay as they are" : " gives a usable answer: until one does it protects nobody");
                listener.tell(true, news);
            }
            return;
        }
        boolean first = !question.known;
        question.failures = 0;
        question.known = true;
        long ttl = Math.max(TTL_MINIMUM_SECONDS, Math.min(TTL_MAXIMUM_SECONDS, answer.ttlSeconds));
        question.dueMillis = nowMillis + ttl * 1000;
        fresh.clear();
        int count = result == DnsMessage.ANSWERED ? answer.count : 0;
        for (int i = 0; i < count; i++)
        {
            fresh.offer(answer.addresses[2 * i], answer.addresses[2 * i + 1], 128);
        }
        if (question.addresses.set(fresh) || first)
        {
            changed = true;
            tell(question, result);
        }
    }

    private void begin(Question question)
    {
        news.clear().put("ignoreip: ").put(question.name, 0, question.name.length);
        news.put(question.type == DnsMessage.A ? " (IPv4): " : " (IPv6): ");
    }

    private void tell(Question question, int result)
    {
        begin(question);
        for (int i = 0; i < question.addresses.size(); i++)
        {
            news.put(i == 0 ? "" : ", ");
            Address.append(news, question.addresses.high(i), question.addresses.low(i));
        }
        boolean missing = result == DnsMessage.NO_SUCH_NAME;
        news.put(missing ? "there is no such name: it protects nobody" : question.addresses.size() == 0 ? "no address" : "");
        listener.tell(missing, news);
    }
}
