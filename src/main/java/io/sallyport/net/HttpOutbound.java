package io.sallyport.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ConnectTimeoutException;
import io.sallyport.net.OutboundFailure.Kind;
import io.sallyport.net.OutboundRequest.Trust;
import io.sallyport.transport.EventLoop;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// The HTTP/1.1 client of one event loop: kept connections per origin, the last used first.
///
/// Vert.x resolves names, connects and does TLS; what is said on the connection is [UpstreamConnection]. No redirects,
/// no cookies, no proxy.
final class HttpOutbound implements Outbound, AutoCloseable {
    private final EventLoop loop;
    private final OutboundSettings settings;
    private final NetClientInternal client;
    private final Map<Origin, ConnectionPool> pools = new HashMap<>();

    HttpOutbound(EventLoop loop, OutboundSettings settings) {
        this.loop = loop;
        this.settings = settings;
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
    public void close() {
        loop.run(() -> pools.values().forEach(ConnectionPool::close));
        client.close();
    }

    private void start(Exchange exchange) {
        if (exchange.isOver()) {
            return;
        }
        ConnectionPool pool = pools.computeIfAbsent(exchange.origin(), _ -> new ConnectionPool());
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
        Promise<NetSocket> promise = Promise.promise();
        promise.future().onComplete(connected -> {
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
        client.connectInternal(options(exchange.origin()), promise, loop.context());
    }

    private UpstreamConnection open(NetSocketInternal socket, ConnectionPool pool) {
        Channel channel = socket.channelHandlerContext().channel();
        ChannelPipeline pipeline = channel.pipeline();
        ResponseDecoder decoder = new ResponseDecoder(settings.maxHeadBytes());
        UpstreamConnection connection = new UpstreamConnection(
                channel, decoder, pool, settings.idleTimeout().toNanos());
        String last = socket.channelHandlerContext().name();
        pipeline.addBefore(last, "http-decoder", decoder);
        pipeline.addBefore(last, "http-upstream", connection);
        loop.watch(connection);
        return connection;
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
