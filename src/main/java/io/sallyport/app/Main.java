package io.sallyport.app;

import io.sallyport.cli.Cli;
import io.sallyport.lang.Allowed;
import io.sallyport.telemetry.LogSettings;
import io.sallyport.telemetry.LogSettings.Form;
import io.sallyport.telemetry.LogSettings.Level;
import io.sallyport.telemetry.LogSetup;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/// The entry of the program.
@Allowed(rule = "standard-output", reason = "hands the two streams to the command line, the only place that has them")
public final class Main {
    private Main() {}

    /// Runs the command line and ends the process with its exit code.
    public static void main(String[] arguments) {
        // What a command prints is its answer, and the log is noise in it; a gateway sets up its own.
        LogSetup.start(new LogSettings(Level.ERROR, Form.TEXT), Version.service());
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Cli cli =
                new Cli(new GatewayStarter(System.getenv()), new GatewayWorkbench(System.getenv(), Clock.systemUTC()));
        System.exit(cli.run(arguments, out, err));
    }
}
