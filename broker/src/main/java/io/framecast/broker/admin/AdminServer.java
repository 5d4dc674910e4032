package io.framecast.broker.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.framecast.broker.core.BrokerCounter;
import io.framecast.broker.core.BrokerSnapshot;
import io.framecast.client.HostPort;
import io.framecast.client.RunException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics}, {@code /health/live} and {@code /health/ready} over HTTP, read-only, and the {@link OperatorDoor}. Two threads,
 * whatever is asked of it.
 */
public final class AdminServer implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final long SNAPSHOT_MILLIS = 1000;
    static final int THREADS = 2;
    /** Connections that may wait for a thread; one more is closed. */
    static final int WAITING = 32;
    /** Connections at once, those that are kept open between two requests included; one more is closed. */
    static final int CONNECTIONS = 64;
    /** For a request from its first byte to its last, and for an answer. */
    static final int SECONDS = 10;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final BrokerView view;
    private final BrokerMetrics metrics;
    private final OperatorDoor door;

    private AdminServer(HttpServer server, BrokerView view) {
        this.server = server;
        this.view = view;
        this.metrics = new BrokerMetrics(view);
        this.door = new OperatorDoor(view);
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("framecast-admin-", 0).factory(),
                (_, _) -> {
                    view.counters().add(BrokerCounter.LIMIT_ADMIN, 1);
                    throw new RejectedExecutionException("too many ask at once");
                });
    }

    /** @throws RunException if it cannot listen there */
    public static AdminServer start(HostPort bind, BrokerView view) throws RunException {
        // A peer that sends its request a byte a minute gives its thread back; read once, by the server's first use.
        limit("sun.net.httpserver.maxReqTime", SECONDS);
        limit("sun.net.httpserver.maxRspTime", SECONDS);
        limit("jdk.httpserver.maxConnections", CONNECTIONS);
        try {
            AdminServer admin = new AdminServer(HttpServer.create(bind.resolve(), WAITING), view);
            admin.server.createContext("/", admin::handle);
            admin.server.setExecutor(admin.threads);
            admin.server.start();
            return admin;
        } catch (IOException e) {
            throw new RunException(
                    "cannot serve metrics on " + bind + " (" + e.getMessage()
                            + "): stop what uses the port, or choose another with --admin",
                    e);
        }
    }

    private static void limit(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, String.valueOf(value));
        }
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        metrics.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            OperatorDoor.Answer operator = door.answer(exchange);
            if (operator != null) {
                answer(exchange, operator.status(), TEXT, operator.text());
                return;
            }
            String path = exchange.getRequestURI().getPath();
            boolean known = path.equals("/metrics") || path.equals("/health/live") || path.equals("/health/ready");
            if (!known) {
                answer(exchange, 404, TEXT, "not found: /metrics, /health/live, /health/ready, /sessions\n");
            } else if (!exchange.getRequestMethod().equals("GET")
                    && !exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                answer(exchange, 405, TEXT, "GET only\n");
            } else if (path.equals("/health/live")) {
                answer(exchange, 200, TEXT, "live\n");
            } else {
                answer(exchange, path.equals("/metrics"), snapshot());
            }
        }
    }

    private void answer(HttpExchange exchange, boolean wantsMetrics, @Nullable BrokerSnapshot snapshot)
            throws IOException {
        if (snapshot == null) {
            answer(exchange, 503, TEXT, "the broker does not answer\n");
        } else if (wantsMetrics) {
            answer(exchange, 200, BrokerMetrics.CONTENT_TYPE, metrics.text(snapshot));
        } else {
            answer(exchange, 200, TEXT, "ready\n");
        }
    }

    /** Asked of the broker's own loop, so that it also tells whether the loop turns. */
    private @Nullable BrokerSnapshot snapshot() {
        try {
            return view.snapshot().get().get(SNAPSHOT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            return null;
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
