import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// Many clients that read event streams at the same time, on one thread, and check every event.
///
/// Arguments: port, path, model, number of streams, streams started in a second. Header lines come from
/// `BENCH_HEADERS`.
/// Prints `open` when every stream has had its first event, and what was counted as `name=value` at the end.
final class StreamSwarm {
    private static final long PATIENCE = 30_000_000_000L;

    private final Selector selector = Selector.open();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(65_536);
    private final byte[] bytes = new byte[65_536];
    private final int port;
    private final int streams;
    private final int rate;
    private final byte[] request;
    private final StreamTally tally;
    private int started;
    private boolean announced;

    private StreamSwarm(String[] arguments) throws IOException {
        port = Integer.parseInt(arguments[0]);
        String model = arguments[2];
        streams = Integer.parseInt(arguments[3]);
        rate = Integer.parseInt(arguments[4]);
        request = request(arguments[1], model);
        tally = new StreamTally(model);
    }

    public static void main(String[] arguments) throws IOException {
        new StreamSwarm(arguments).run();
    }

    private byte[] request(String path, String model) {
        String body = "{\"model\":\"" + model + "\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Count, please.\"}]}";
        String headers = System.getenv().getOrDefault("BENCH_HEADERS", "");
        return ("POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\naccept: */*\r\n"
                        + headers.replace("\n", "\r\n") + "content-length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void run() throws IOException {
        long start = System.nanoTime();
        long lastProgress = start;
        while (tally.closed() < streams) {
            long wanted = Math.min(streams, 1 + (System.nanoTime() - start) * rate / 1_000_000_000L);
            while (started < wanted) {
                start();
            }
            if (selector.select(this::serve, 1) > 0) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > PATIENCE) {
                break;
            }
            if (!announced && tally.opened() + tally.failed() >= streams) {
                announced = true;
                System.out.println("open");
            }
        }
        System.out.println("streams=" + streams);
        System.out.println("seconds=" + (System.nanoTime() - start) / 1e9);
        tally.print(streams);
    }

    private void start() throws IOException {
        started++;
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        StreamReader reader = new StreamReader(tally);
        boolean connected = channel.connect(new InetSocketAddress("127.0.0.1", port));
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, reader);
        if (connected) {
            ask(key);
        }
    }

    private void ask(SelectionKey key) throws IOException {
        ((StreamReader) key.attachment()).asked(System.nanoTime());
        ((SocketChannel) key.channel()).write(ByteBuffer.wrap(request));
        key.interestOps(SelectionKey.OP_READ);
    }

    private void serve(SelectionKey key) {
        StreamReader reader = (StreamReader) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                ask(key);
                return;
            }
            incoming.clear();
            int count = channel.read(incoming);
            if (count > 0) {
                incoming.flip().get(bytes, 0, count);
                reader.read(bytes, count, System.nanoTime());
            }
            if (count < 0 || reader.isAtEnd()) {
                channel.close();
                reader.close();
            }
        } catch (IOException e) {
            key.cancel();
            reader.close();
        }
    }
}
