package io.sallyport.app;

import io.sallyport.cli.Cli;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// The entry of the program.
public final class Main {
    private Main() {}

    /// Runs the command line and ends the process with its exit code.
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(new Cli(new GatewayStarter(System.getenv())).run(arguments, out, err));
    }
}
