package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What a container asks of its gateway again and again.
@Tag("DE22")
final class HealthCommandTest {

    private static final String NOBODY = "http://127.0.0.1:1";

    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1"})
    void saysByItsExitCodeWhetherAGatewayTakesCalls(int status, int code) throws IOException {
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/readyz", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        gateway.start();

        int ended = run("http://127.0.0.1:" + gateway.getAddress().getPort());
        gateway.stop(0);

        assertThat(ended).isEqualTo(code);
    }

    @Test
    void saysThatNobodyIsThere() {
        int ended = run(NOBODY);

        assertThat(ended).isEqualTo(1);
        assertThat(out.toString()).contains(NOBODY + " takes no calls");
    }

    private int run(String url) {
        return new CommandLine(new HealthCommand())
                .setOut(new PrintWriter(out, true))
                .execute("--base-url", url);
    }
}
