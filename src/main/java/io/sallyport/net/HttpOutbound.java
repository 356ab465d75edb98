package io.sallyport.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ConnectTimeoutException;
import io.sallyport.net.OutboundFailure.Kind;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.transport.EventLoop;
import io.sallyport.transport.FrameSocket;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// The HTTP/1.1 client of one event loop: kept connections per origin, the last used first.
///
/// Vert.x resolves names, connects and does TLS; what is said on the connection is [UpstreamConnection]. No
/// redirects, no cookies, no proxy.
final class HttpOutbound implements Outbound, WebSocketDialer, AutoCloseable {
    private final EventLoop loop;
    private final OutboundSettings settings;
    private final AddressRules rules;
    private final NetClientInternal client;
    private final Map<Origin, ConnectionPool> pools = new HashMap<>();

    HttpOutbound(EventLoop loop, OutboundSettings settings, AddressRules rules) {
        this.loop = loop;
        this.settings = settings;
        this.rules = rules;
        VertxInternal vertx = loop.context().owner();
        this.client = (NetClientInternal) vertx.createNetClient(new NetClientOptions()
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setHostnameVerificationAlgorithm("HTTPS")
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setSslHandshakeTimeout(settings.connectTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS));
    }

    @Override
    public CompletableFuture<OutboundResponse> send(OutboundRequest request) {
        Exchange exchange = new Exchange(loop, request, Origin.of(request.url(), request.trust()));
        loop.run(() -> start(exchange));
        return exchange.answer();
    }

    @Override
    public CompletableFuture<FrameSocket> open(OutboundRequest request) {
        Origin origin = Origin.of(request.url(), request.trust());
        WebSocketHandshake handshake = new WebSocketHandshake(request, origin);
        loop.run(() -> dial(origin).onComplete(connected -> {
            if (connected.failed()) {
                handshake.fail(failure(connected.cause()));
            } else {
                shake(handshake, (NetSocketInternal) connected.result());
            }
        }));
        return handshake.opened();
    }

    @Override
    public void close() {
        loop.run(() -> pools.values().forEach(ConnectionPool::close));
        client.close();
    }

    private void start(Exchange exchange) {
        if (exchange.isOver()) {
            return;
        }
        ConnectionPool pool = pools.computeIfAbsent(exchange.origin(), ConnectionPool::new);
        UpstreamConnection kept = pool.take();
        if (kept != null) {
            kept.send(exchange);
        } else if (pool.size() >= settings.maxConnections()) {
            exchange.fail(new OutboundFailure(Kind.CONNECT, "all connections to the backend are in use"));
        } else {
            connect(exchange, pool);
        }
    }

    private void connect(Exchange exchange, ConnectionPool pool) {
        pool.opening();
        dial(exchange.origin()).onComplete(connected -> {
            if (connected.failed()) {
                pool.failed();
                exchange.fail(failure(connected.cause()));
                return;
            }
            UpstreamConnection connection = open((NetSocketInternal) connected.result(), pool);
            if (exchange.isOver()) {
                connection.release();
            } else {
                connection.send(exchange);
            }
        });
    }

    private Future<NetSocket> dial(Origin origin) {
        if (rules.equals(AddressRules.ANYWHERE)) {
            return connect(options(origin));
        }
        Promise<NetSocket> promise = loop.context().promise();
        loop.context()
                .owner()
                .nameResolver()
                .resolve(origin.address())
                .compose(address -> connect(origin, address))
                .onComplete(promise);
        return promise.future();
    }

    private Future<NetSocket> connect(Origin origin, InetAddress address) {
        if (!rules.allows(address)) {
            return Future.failedFuture(
                    new OutboundFailure(Kind.DESTINATION, "the address is none that may be connected to"));
        }
        return connect(options(origin)
                .setRemoteAddress(SocketAddress.inetSocketAddress(origin.port(), address.getHostAddress())));
    }

    private Future<NetSocket> connect(ConnectOptions options) {
        Promise<NetSocket> promise = Promise.promise();
        client.connectInternal(options, promise, loop.context());
        return promise.future();
    }

    private UpstreamConnection open(NetSocketInternal socket, ConnectionPool pool) {
        ChannelHandlerContext last = socket.channelHandlerContext();
        ResponseDecoder decoder = new ResponseDecoder(settings.maxHeadBytes());
        UpstreamConnection connection = new UpstreamConnection(
                last.channel(), loop, decoder, pool, settings.idleTimeout().toNanos());
        last.pipeline().addBefore(last.name(), "http-decoder", decoder);
        last.pipeline().addBefore(last.name(), "http-upstream", connection);
        loop.watch(connection);
        return connection;
    }

    private void shake(WebSocketHandshake handshake, NetSocketInternal socket) {
        ChannelHandlerContext last = socket.channelHandlerContext();
        ResponseDecoder decoder = new ResponseDecoder(settings.maxHeadBytes());
        last.pipeline().addBefore(last.name(), "http-decoder", decoder);
        last.pipeline().addBefore(last.name(), "http-handshake", handshake);
        loop.watch(handshake);
        handshake.start(loop.head());
    }

    private static ConnectOptions options(Origin origin) {
        ConnectOptions options = new ConnectOptions().setHost(origin.address()).setPort(origin.port());
        if (!origin.isTls()) {
            return options;
        }
        return options.setSsl(true)
                .setSslOptions(new ClientSSLOptions()
                        .setHostnameVerificationAlgorithm(origin.trust() == Trust.VERIFY ? "HTTPS" : "")
                        .setTrustAll(origin.trust() == Trust.ANY_CERTIFICATE));
    }

    private static OutboundFailure failure(Throwable cause) {
        return switch (cause) {
            case OutboundFailure own -> own;
            case UnknownHostException unknown -> new OutboundFailure(Kind.DNS, "the backend's name has no address");
            case SSLException tls -> new OutboundFailure(Kind.TLS, "the TLS handshake with the backend failed");
            case ConnectTimeoutException slow ->
                new OutboundFailure(Kind.TIMEOUT, "the backend did not accept a connection in time");
            default ->
                cause.getCause() instanceof SSLException
                        ? new OutboundFailure(Kind.TLS, "the TLS handshake with the backend failed")
                        : new OutboundFailure(Kind.CONNECT, "the backend accepts no connection");
        };
    }
}
