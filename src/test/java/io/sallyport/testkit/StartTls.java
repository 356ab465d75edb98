package io.sallyport.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Gives a mail server in the clear a door that asks for STARTTLS; one client at a time.
///
/// Threads: one virtual thread accepts, two move bytes.
public final class StartTls implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final SSLContext certificate;
    private final int behind;
    private final List<String> plain = new CopyOnWriteArrayList<>();

    private StartTls(int behind, Path folder) throws IOException {
        this.behind = behind;
        this.certificate = Certificates.selfSigned(folder, "localhost");
    }

    /// @param port of the server behind the door
    /// @param folder where the certificate is written
    public static StartTls before(int port, Path folder) throws IOException {
        StartTls made = new StartTls(port, folder);
        Thread.ofVirtual().start(made::serve);
        return made;
    }

    public int port() {
        return door.getLocalPort();
    }

    /// The commands that came in the clear.
    public List<String> plain() {
        return List.copyOf(plain);
    }

    private void serve() {
        try (Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            BufferedReader greeting =
                    new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII), 1);
            say(client, greeting.readLine());
            BufferedReader commands =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII), 1);
            while (!hears(commands).equals("STARTTLS")) {
                say(client, "250-door\r\n250 STARTTLS");
            }
            say(client, "220 go on");
            try (SSLSocket secure =
                    (SSLSocket) certificate.getSocketFactory().createSocket(client, null, client.getPort(), false)) {
                secure.setUseClientMode(false);
                Thread.ofVirtual().start(() -> move(server, secure));
                move(secure, server);
            }
        } catch (IOException e) {
            // The test that waits for the mail says so.
            plain.add("broken");
        }
    }

    private String hears(BufferedReader commands) throws IOException {
        String word = commands.readLine().split(" ", 2)[0].toUpperCase(Locale.ROOT);
        plain.add(word);
        return word;
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void move(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (SocketException e) {
            // The other direction has ended.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
