package banjo.sys;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Signal handlers of the JVM. sun.misc.Signal (module jdk.unsupported) is the only way to have them, and the compiler warns
 * of it wherever it is named in the source: so it is reached by reflection, here alone.
 */
final class Signals
{
    private Signals()
    {
    }

    /** @param name without SIG, e.g. {@code TERM}. @param handler gets the number, in a thread of the JVM's. */
    static void handle(String name, IntConsumer handler)
    {
        try
        {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call = (proxy, method, arguments) ->
            {
                if (method.getName().equals("handle"))
                {
                    handler.accept((int)signalClass.getMethod("getNumber").invoke(arguments[0]));
                }
                return null;
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerClass}, call);
            Object signal = signalClass.getConstructor(String.class).newInstance(name);
            signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, proxy);
        }
        catch (ReflectiveOperationException e)
        {
            throw new IllegalStateException("this JVM has no signal handlers for " + name, e);
        }
    }
}
