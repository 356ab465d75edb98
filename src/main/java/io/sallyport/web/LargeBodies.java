package io.sallyport.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The memory that large bodies of requests may take together, so that a few of them cannot spend all there is.
///
/// A body that finds no room waits unread, which its sender feels as a slow connection. Those that are not
/// large pass at once. One that is larger than all the room goes in alone.
///
/// Threads: safe.
/// Source: security catalogue, DD-21.
final class LargeBodies {
    /// Bytes up to which a body is not large.
    static final int LARGE = 1024 * 1024;

    private final long most;
    private final ArrayDeque<Place> waiting = new ArrayDeque<>();
    private long taken;

    /// @param most bytes
    LargeBodies(long most) {
        this.most = most;
    }

    /// A place for a body that is, or may become, large.
    Place place() {
        return new Place();
    }

    /// Bytes that are taken now.
    synchronized long taken() {
        return taken;
    }

    private List<Runnable> admitted() {
        List<Runnable> admitted = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.element().fits(waiting.element().wanted)) {
            Place next = waiting.remove();
            next.take(next.wanted);
            admitted.add(next.go);
        }
        return admitted;
    }

    /// What one body takes.
    final class Place {
        private long bytes;
        private long wanted;
        private boolean left;
        private Runnable go = () -> {};

        /// Takes room, or waits for it.
        ///
        /// @param later runs in whatever thread makes room, when this returned false
        /// @return whether there was room at once
        boolean enter(long size, Runnable later) {
            synchronized (LargeBodies.this) {
                if (waiting.isEmpty() && fits(size)) {
                    take(size);
                    return true;
                }
                wanted = size;
                go = later;
                waiting.add(this);
                return false;
            }
        }

        /// Takes as much as the body has become, if there is room.
        boolean grow(long size) {
            synchronized (LargeBodies.this) {
                if (left || !fits(size)) {
                    return false;
                }
                take(Math.max(bytes, size));
                return true;
            }
        }

        /// True when it may take so much, or takes it already, or is alone.
        private boolean fits(long size) {
            long others = taken - bytes;
            return size <= bytes || others == 0 || others + size <= most;
        }

        private void take(long size) {
            taken += size - bytes;
            bytes = size;
        }

        /// Makes room, or gives up waiting; once is enough.
        void leave() {
            List<Runnable> next;
            synchronized (LargeBodies.this) {
                take(0);
                left = true;
                waiting.remove(this);
                next = admitted();
            }
            next.forEach(Runnable::run);
        }
    }
}
