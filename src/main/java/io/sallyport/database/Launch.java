package io.sallyport.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How a PostgreSQL program is started here: never as root, and ended by the kernel when we die.
///
/// @param prefix words in front of the program
/// @param owner user number the data must belong to, or [#OURSELVES]
record Launch(List<String> prefix, int owner) {
    static final int OURSELVES = -1;

    private static final int NOBODY = 65534;
    private static final int ROOT = 0;
    /// SIGINT is PostgreSQL's fast shutdown. The kernel sends it when the thread that started the child ends.
    private static final List<String> ENDED_WITH_US = List.of("setpriv", "--pdeathsig", "INT", "--");
    /// In a user namespace without a mapping the process is uid 65534 inside and owns our files nevertheless.
    private static final List<String> USER_NAMESPACE = List.of("unshare", "-U", "--");

    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--pdeathsig", "INT", "--");

    /// Finds the first way that works on this machine.
    ///
    /// @param probe a file of ours, which shows as whom we run
    static Launch choose(Path probe) {
        List<String> guard = works(ENDED_WITH_US) ? ENDED_WITH_US : List.of();
        boolean root = uid(probe) == ROOT;
        if (!root && runs(List.of("id", "-un"))) {
            return new Launch(guard, OURSELVES);
        }
        if (works(USER_NAMESPACE)) {
            return new Launch(concat(USER_NAMESPACE, guard), OURSELVES);
        }
        if (root && works(AS_NOBODY)) {
            return new Launch(AS_NOBODY, NOBODY);
        }
        throw new EmbeddedPostgresException(
                root
                        ? "PostgreSQL does not run as root, and neither user namespaces nor setpriv work here. "
                                + "Start the gateway as an ordinary user, or give a server in database.url."
                        : "PostgreSQL needs a user with a name, and this user number has none. "
                                + "Add it to /etc/passwd, or give a server in database.url.");
    }

    List<String> command(List<String> program) {
        return concat(prefix, program);
    }

    private static int uid(Path probe) {
        try {
            return (int) Files.getAttribute(probe, "unix:uid");
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The owner of " + probe + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean works(List<String> prefix) {
        return runs(concat(prefix, List.of("true")));
    }

    private static boolean runs(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(5, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return List.copyOf(both);
    }
}
