import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An upstream that streams numbered, time-stamped events at an even pace; one thread, one timer queue per
/// pace.
///
/// It speaks OpenAI's form, and Anthropic's to whoever posts to `/v1/messages`.
/// The model `paced-20-200` means 200 events, 20 ms apart. The content of an event is `SEQUENCE@NANOSECONDS`,
/// taken from
/// the monotonic clock just before the event is written, which every process of the machine shares.
final class PacedUpstream {
    static final String OBJECT = "\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"";
    static final String CHOICE = "\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"";
    static final String REST = "\"},\"finish_reason\":null}]}";
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
    private static final Pattern MODEL = Pattern.compile("\"model\" *: *\"(paced-(\\d+)-(\\d+))\"");
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
            + "cache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n";

    private final Map<Integer, ArrayDeque<Conversation>> due = new HashMap<>();
    private final Selector selector;
    private final ServerSocketChannel server;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(65_536);
    private long answers;

    private PacedUpstream(int port) throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress("127.0.0.1", port), 16_384);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /// One connection, and the stream that runs on it.
    private static final class Conversation {
        final SocketChannel channel;
        final StringBuilder request = new StringBuilder();
        final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
        String model = "";
        String id = "";
        boolean isMessage;
        int interval;
        int total;
        int sent;
        long next;

        Conversation(SocketChannel channel) {
            this.channel = channel;
        }
    }

    public static void main(String[] arguments) throws IOException {
        PacedUpstream upstream = new PacedUpstream(Integer.parseInt(arguments[0]));
        System.out.println("ready");
        while (true) {
            upstream.turn();
        }
    }

    private void turn() throws IOException {
        selector.select(this::serve, 1);
        for (ArrayDeque<Conversation> queue : due.values()) {
            long now = System.nanoTime();
            while (!queue.isEmpty() && queue.peek().next <= now) {
                advance(queue, queue.poll());
            }
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
                return;
            }
            Conversation conversation = (Conversation) key.attachment();
            incoming.clear();
            if (conversation.channel.read(incoming) < 0) {
                close(conversation);
                return;
            }
            conversation.request.append(StandardCharsets.ISO_8859_1.decode(incoming.flip()));
            startWhenWhole(conversation);
        } catch (IOException e) {
            if (key.attachment() instanceof Conversation conversation) {
                close(conversation);
            }
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, new Conversation(channel));
        }
    }

    private void startWhenWhole(Conversation conversation) throws IOException {
        int head = conversation.request.indexOf("\r\n\r\n");
        if (head < 0) {
            return;
        }
        Matcher length = LENGTH.matcher(conversation.request);
        int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
        if (conversation.request.length() < head + 4 + body) {
            return;
        }
        Matcher model = MODEL.matcher(conversation.request);
        if (!model.find()) {
            throw new IOException("no paced model");
        }
        conversation.model = model.group(1);
        conversation.interval = Integer.parseInt(model.group(2));
        conversation.total = Integer.parseInt(model.group(3));
        conversation.isMessage = conversation.request.indexOf("POST /v1/messages") == 0;
        conversation.sent = 0;
        conversation.id = "chatcmpl-" + Long.toString(++answers, 36);
        conversation.next = System.nanoTime();
        conversation.request.setLength(0);
        write(conversation, HEAD + (conversation.isMessage ? chunk(messageHead(conversation)) : ""));
        due.computeIfAbsent(conversation.interval, interval -> new ArrayDeque<>())
                .add(conversation);
    }

    /// All streams of a queue have the same pace, so going to its end keeps the queue sorted by time.
    private void advance(ArrayDeque<Conversation> queue, Conversation conversation) {
        try {
            if (conversation.sent == conversation.total) {
                write(conversation, chunk(rest(conversation)) + "0\r\n\r\n");
                return;
            }
            write(conversation, chunk(event(conversation)));
            conversation.sent++;
            conversation.next += conversation.interval * 1_000_000L;
            queue.add(conversation);
        } catch (IOException e) {
            close(conversation);
        }
    }

    /// Of Anthropic's form, for which a gateway has to translate.
    private static String messageHead(Conversation conversation) {
        return message(
                        "message_start",
                        "\"message\":{\"id\":\"msg_" + conversation.id
                                + "\",\"type\":\"message\",\"role\":\"assistant\","
                                + "\"content\":[],\"model\":\"" + conversation.model
                                + "\",\"usage\":{\"input_tokens\":20,\"output_tokens\":1}}")
                + message("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
    }

    private static String message(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + (members.isEmpty() ? "" : ",") + members
                + "}\n\n";
    }

    private static String rest(Conversation conversation) {
        return conversation.isMessage
                ? message("content_block_stop", "\"index\":0")
                        + message(
                                "message_delta",
                                "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":"
                                        + conversation.total + "}")
                        + message("message_stop", "")
                : usage(conversation) + "data: [DONE]\n\n";
    }

    private static String event(Conversation conversation) {
        if (conversation.isMessage) {
            return message(
                    "content_block_delta",
                    "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + conversation.sent + "@"
                            + System.nanoTime() + "\"}");
        }
        return "data: {\"id\":\"" + conversation.id + OBJECT + conversation.model + CHOICE + conversation.sent + "@"
                + System.nanoTime() + REST + "\n\n";
    }

    private static String usage(Conversation conversation) {
        return "data: {\"id\":\"" + conversation.id + OBJECT + conversation.model
                + "\",\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":" + conversation.total
                + ",\"total_tokens\":" + (20 + conversation.total) + "}}\n\n";
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static void write(Conversation conversation, String text) throws IOException {
        conversation.unsent.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        while (!conversation.unsent.isEmpty()) {
            conversation.channel.write(conversation.unsent.peek());
            if (conversation.unsent.peek().hasRemaining()) {
                return;
            }
            conversation.unsent.poll();
        }
    }

    private void close(Conversation conversation) {
        try {
            conversation.channel.close();
        } catch (IOException e) {
            // A connection that cannot be closed is closed.
            return;
        } finally {
            due.values().forEach(queue -> queue.remove(conversation));
        }
    }
}
