package io.sallyport.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/// A TCP proxy whose network can be made faulty while connections are open.
///
/// Faults act on the answer's direction, from the target to the caller; a black hole swallows both directions.
/// Threads: thread-safe; two virtual threads per connection.
public final class FaultProxy implements AutoCloseable {
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Phaser changes = new Phaser(1);
    private volatile IntSupplier target;
    private volatile Fault fault = new None();
    private volatile ServerSocket server;
    private Thread accepting = Thread.ofVirtual().unstarted(() -> {});

    private FaultProxy(ServerSocket server, IntSupplier target) {
        this.server = server;
        this.port = server.getLocalPort();
        this.target = target;
    }

    /// What is wrong with the network.
    public sealed interface Fault {}

    /// Nothing is wrong.
    public record None() implements Fault {}

    /// New connections are refused by the kernel.
    public record Refuse() implements Fault {}

    /// Bytes vanish in both directions; connections stay open.
    public record BlackHole() implements Fault {}

    /// Each piece of the answer arrives later.
    public record Latency(Duration delay) implements Fault {}

    /// Each connection closes in order after so many bytes of its answers.
    public record CutAfter(long bytes) implements Fault {}

    /// Each connection closes in order instead of a piece of an answer that has this text in it.
    public record CutInstead(String text) implements Fault {}

    /// Each connection is reset after so many bytes of its answers.
    public record ResetAfter(long bytes) implements Fault {}

    /// Stands before a loopback port.
    public static FaultProxy before(int target) {
        return before(() -> target);
    }

    /// Stands before the loopback port that is named for each connection anew.
    public static FaultProxy before(IntSupplier target) {
        FaultProxy proxy = new FaultProxy(listen(0), target);
        proxy.startAccepting();
        return proxy;
    }

    public int port() {
        return port;
    }

    /// Connections accepted so far.
    public int accepted() {
        return accepted.get();
    }

    /// Changes the fault, for open connections too.
    public synchronized FaultProxy fault(Fault next) {
        boolean wasRefusing = fault instanceof Refuse;
        fault = next;
        if (next instanceof Refuse) {
            closeServer();
        } else if (wasRefusing) {
            server = listen(port);
            startAccepting();
        }
        changes.arrive();
        return this;
    }

    /// Sends new connections to another port.
    public FaultProxy target(int next) {
        target = () -> next;
        return this;
    }

    /// Resets every open connection now.
    public void resetAll() {
        open.forEach(socket -> {
            try {
                ScriptedUpstream.reset(socket);
            } catch (IOException closedMeanwhile) {
                drop(socket);
            }
        });
    }

    @Override
    public void close() {
        closeServer();
        open.forEach(ScriptedUpstream::drop);
        changes.forceTermination();
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The port is free only when the thread that accepts has let go of it.
    private void closeServer() {
        try {
            server.close();
            accepting.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAccepting() {
        ServerSocket listening = server;
        accepting = Thread.ofVirtual().name("fault-proxy").start(() -> accept(listening));
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket caller = listening.accept();
                accepted.incrementAndGet();
                open.add(caller);
                Thread.ofVirtual().start(() -> join(caller));
            }
        } catch (IOException closed) {
            // The listener was closed on purpose; open connections live on.
            return;
        }
    }

    private void join(Socket caller) {
        try {
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
            open.add(upstream);
            upstream.setTcpNoDelay(true);
            caller.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> carry(caller, upstream, false));
            carry(upstream, caller, true);
        } catch (IOException unreachable) {
            drop(caller);
        }
    }

    private void carry(Socket from, Socket to, boolean isAnswer) {
        // Only answers are cut.
        AtomicLong carried = new AtomicLong(isAnswer ? 0 : Long.MIN_VALUE);
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (!pass(buffer, count, out, carried)) {
                    endBoth(from, to);
                    return;
                }
            }
            to.shutdownOutput();
        } catch (IOException gone) {
            drop(from);
            drop(to);
        }
    }

    /// Writes one piece under the present fault; answers false when the connection is over.
    private boolean pass(byte[] buffer, int count, OutputStream out, AtomicLong carried) throws IOException {
        waitWhileSwallowed();
        switch (fault) {
            case Latency(Duration delay) -> LockSupport.parkNanos(delay.toNanos());
            case CutAfter(long bytes)
            when carried.get() + count >= bytes -> {
                out.write(buffer, 0, (int) Math.max(0, bytes - carried.get()));
                return false;
            }
            case CutInstead(String text)
            when new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains(text) -> {
                return false;
            }
            case ResetAfter(long bytes)
            when carried.get() + count >= bytes -> {
                out.write(buffer, 0, (int) Math.max(0, bytes - carried.get()));
                return false;
            }
            case None _, Refuse _, BlackHole _, CutAfter _, CutInstead _, ResetAfter _ -> {
                // Nothing happens to this piece.
            }
        }
        out.write(buffer, 0, count);
        carried.addAndGet(count);
        return true;
    }

    private void waitWhileSwallowed() {
        int phase = changes.getPhase();
        while (fault instanceof BlackHole && phase >= 0) {
            phase = changes.awaitAdvance(phase);
        }
    }

    private void endBoth(Socket from, Socket to) throws IOException {
        if (fault instanceof ResetAfter) {
            ScriptedUpstream.reset(to);
        }
        drop(to);
        drop(from);
    }

    private void drop(Socket socket) {
        open.remove(socket);
        ScriptedUpstream.drop(socket);
    }
}
