package io.framecast.gateway;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** HTTP and WebSocket byte by byte, so that a test can do what no client library does. Gives up after 20 s of silence. */
final class RawSocket implements Closeable {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;

    private static final int SILENCE_MILLIS = 20_000;

    /** A WebSocket message. */
    record Message(int opcode, byte[] bytes) {

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        boolean frame() {
            return opcode == BINARY;
        }

        int flags() {
            return bytes[2];
        }

        long number() {
            return ByteBuffer.wrap(bytes).getInt(4) & 0xFFFF_FFFFL;
        }

        int incarnation() {
            return ByteBuffer.wrap(bytes).getInt(24);
        }

        byte[] payload() {
            return Arrays.copyOfRange(bytes, 32, bytes.length);
        }

        int closeCode() {
            return ByteBuffer.wrap(bytes).getShort() & 0xFFFF;
        }
    }

    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawSocket(int port) throws IOException {
        this(port, 0);
    }

    /** {@code receiveBytes}: how much the kernel takes for one that does not read; 0: as usual. */
    RawSocket(int port, int receiveBytes) throws IOException {
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(SILENCE_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** A viewer of {@code id} whose handshake was taken. */
    static RawSocket watch(int port, String id, String... headers) throws IOException {
        RawSocket viewer = new RawSocket(port);
        String answer = viewer.upgrade(id, headers);
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new AssertionError(answer);
        }
        return viewer;
    }

    /** The head of the answer to a handshake. */
    String upgrade(String id, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("GET /api/v1/live/" + id + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: framecast.v1\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        write(request + "\r\n");
        return head();
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Reads until this was said. */
    void await(String wanted) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(wanted, Math.max(0, seen.length() - wanted.length() - 1)) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("without " + wanted + ": " + seen);
            }
            seen.append((char) next);
        }
    }

    /** The answer's head, to the empty line. */
    String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("after: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** A whole answer that says how long it is: head and body. */
    String answer() throws IOException {
        String head = head();
        int at = head.indexOf("content-length: ");
        int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Everything until the other side closes. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A masked text message. */
    void say(String text) throws IOException {
        send(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void send(int firstByte, byte[] payload) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(payload.length + 14);
        message.put((byte) firstByte);
        if (payload.length < 126) {
            message.put((byte) (0x80 | payload.length));
        } else {
            message.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        message.putInt(0).put(payload);
        write(Arrays.copyOf(message.array(), message.position()));
    }

    /** The next message; null at the end. */
    @Nullable
    Message next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new Message(first & 15, bytes);
    }

    /** The next text of this type, whatever comes before it. */
    JsonObject text(String type) throws IOException {
        while (true) {
            Message message = message();
            if (message.opcode() == TEXT) {
                JsonObject text = JsonParser.parseString(message.text()).getAsJsonObject();
                if (text.get("type").getAsString().equals(type)) {
                    return text;
                }
            }
        }
    }

    /** The next state that is {@code wanted}. */
    JsonObject state(String wanted) throws IOException {
        while (true) {
            JsonObject state = text("state");
            if (state.get("state").getAsString().equals(wanted)) {
                return state;
            }
        }
    }

    /** The next frame. */
    Message frame() throws IOException {
        while (true) {
            Message message = message();
            if (message.frame()) {
                return message;
            }
        }
    }

    /** The code that the server closes with. */
    int closeCode() throws IOException {
        while (true) {
            Message message = message();
            if (message.opcode() == CLOSE) {
                return message.closeCode();
            }
        }
    }

    private Message message() throws IOException {
        Message message = next();
        if (message == null) {
            throw new EOFException("the connection ended");
        }
        return message;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
