package io.sallyport.app;

import io.sallyport.cli.Cli;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;

/// The command line, run within a test.
public final class Commands {
    private Commands() {}

    /// How a command ended, and all it printed.
    public record Ended(int code, String output) {}

    public static Ended run(Map<String, String> environment, String... words) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed, true);
        Cli cli = new Cli(new GatewayStarter(environment), new GatewayWorkbench(environment, Clock.systemUTC()));
        int code = cli.run(words, out, out);
        out.flush();
        return new Ended(code, printed.toString());
    }
}
