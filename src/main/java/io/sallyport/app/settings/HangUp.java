package io.sallyport.app.settings;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The signal SIGHUP, by which operators ask a process to read its settings again.
///
/// Source: `sun.misc.Signal` of module jdk.unsupported, the only way to a signal in Java. It is reached by reflection
/// because the compiler warns of it and cannot be told not to, and warnings are errors here.
final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /// Runs something at every SIGHUP from now on; where the platform has no such signal, nothing happens.
    static void listen(Runnable onSignal) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run = MethodHandles.lookup()
                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(onSignal);
            Object listener =
                    MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal));
            Object hup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hup, listener);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("no SIGHUP on this platform", e);
        }
    }
}
