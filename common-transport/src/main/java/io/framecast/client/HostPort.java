package io.framecast.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where a broker is, or where to bind: a name or address, not resolved.
 *
 * @param host without brackets, not empty
 * @param port 0..65535; 0 only where a free port is to be chosen
 */
public record HostPort(String host, int port) {
    /** The port that a broker listens on unless told otherwise. */
    public static final int DEFAULT_PORT = 5000;

    private static final int MAX_NAME = 253;

    /**
     * Parses {@code host}, {@code host:port}, {@code [v6]}, {@code [v6]:port} or a bare IPv6 address.
     *
     * @param option named in the error
     * @throws UsageException in one line, if it is none of these
     */
    public static HostPort parse(String option, String text, int defaultPort) {
        String trimmed = text.strip();
        String host = trimmed;
        String port = "";
        if (trimmed.startsWith("[")) {
            int close = trimmed.indexOf(']');
            String rest = close < 0 ? "?" : trimmed.substring(close + 1);
            if (!rest.isEmpty() && !rest.startsWith(":")) {
                throw malformed(option, text);
            }
            host = trimmed.substring(1, close);
            port = rest.isEmpty() ? "" : rest.substring(1);
            if (host.indexOf(':') < 0 || (!rest.isEmpty() && port.isEmpty())) {
                throw malformed(option, text);
            }
        } else if (trimmed.indexOf(':') >= 0 && trimmed.indexOf(':') == trimmed.lastIndexOf(':')) {
            host = trimmed.substring(0, trimmed.indexOf(':'));
            port = trimmed.substring(trimmed.indexOf(':') + 1);
            if (port.isEmpty()) {
                throw malformed(option, text);
            }
        }
        if (!plausible(host)) {
            throw malformed(option, text);
        }
        return new HostPort(host, port.isEmpty() ? defaultPort : port(option, text, port));
    }

    /** Whether every byte of traffic to it stays on this machine, judged without resolving. */
    public boolean loopback() {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    /**
     * Resolves; blocks for as long as the system's resolver does.
     *
     * @throws RunException if the name does not resolve
     */
    public InetSocketAddress resolve() throws RunException {
        InetSocketAddress resolved = new InetSocketAddress(host, port);
        InetAddress address = resolved.getAddress();
        if (address == null) {
            throw new RunException("'" + host + "' does not resolve: check the name");
        }
        return resolved;
    }

    /** As {@link #parse} takes it. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static boolean plausible(String host) {
        if (host.isEmpty() || host.length() > MAX_NAME) {
            return false;
        }
        boolean v6 = host.indexOf(':') >= 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean name = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!name && "._-".indexOf(c) < 0 && !(v6 && ":%".indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }

    private static int port(String option, String text, String port) {
        if (port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int value = Integer.parseInt(port);
            if (value <= 65_535) {
                return value;
            }
        }
        throw new UsageException(option + ": the port of '" + Printable.line(text, 80) + "' is not in 0..65535");
    }

    private static UsageException malformed(String option, String text) {
        return new UsageException(option + ": '" + Printable.line(text, 80)
                + "' is not HOST:PORT (a name, 192.0.2.1:5000 or [2001:db8::1]:5000)");
    }
}
