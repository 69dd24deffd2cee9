package banjo.control;

import banjo.sys.Sys;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** The real system with some calls replaced. */
public final class Wrapped
{
    /** Replaces calls; returns null for those that go to the real system. */
    public interface Replacement
    {
        Object call(String name, Object[] arguments);
    }

    private Wrapped()
    {
    }

    public static Sys sys(Sys real, Replacement replacement)
    {
        return (Sys)Proxy.newProxyInstance(Sys.class.getClassLoader(), new Class<?>[] {Sys.class}, (proxy, method, arguments) ->
        {
            Object result = replacement.call(method.getName(), arguments);
            try
            {
                return result != null ? result : method.invoke(real, arguments);
            }
            catch (InvocationTargetException e)
            {
                throw e.getCause();
            }
        });
    }
}
