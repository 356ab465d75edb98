package io.sallyport.transport;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// WebSocket frames from a client: the same for every split of the bytes, and nothing behind a goodbye.
///
/// Fuzzes with `JAZZER_FUZZ=1 mvn test -Dtest=FrameFuzzTest`; otherwise the seeds are replayed.
class FrameFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void hearsTheSameFramesForEverySplit(byte[] wire) {
        if (wire.length == 0) {
            return;
        }
        List<String> whole = heard(wire, wire.length);
        List<String> bytewise = heard(wire, 1);

        if (!whole.equals(bytewise)) {
            throw new AssertionError("whole " + whole + ", byte by byte " + bytewise);
        }
        if (whole.stream().filter(line -> line.startsWith("close")).count() != 1
                || !whole.getLast().startsWith("close")) {
            throw new AssertionError("not exactly one goodbye at the end: " + whole);
        }
    }

    /// What a listener hears until the connection ends.
    private static List<String> heard(byte[] wire, int pieceSize) {
        List<String> heard = new ArrayList<>();
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast("last", new ChannelInboundHandlerAdapter());
        FrameConnection connection = FrameConnection.install(channel.pipeline(), "last", FrameConnection.Side.SERVER);
        connection.listen(new FrameSocket.Listener() {
            @Override
            public void onFrame(Frame frame) {
                heard.add(frame.kind() + " " + frame.isLast() + " "
                        + Arrays.toString(frame.bytes().toArray()));
            }

            @Override
            public void onClose(CloseReason reason) {
                heard.add("close " + reason);
            }
        });
        for (int from = 0; from < wire.length && channel.isOpen(); from += pieceSize) {
            int to = Math.min(wire.length, from + pieceSize);
            channel.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOfRange(wire, from, to)));
        }
        channel.finishAndReleaseAll();
        return heard;
    }
}
