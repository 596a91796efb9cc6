package dev.dormouse.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A door of a running function: requests made beforehand, one kept-alive connection a client, answers read whole. A raw
 * socket, because the client's own work is on the same processors as the server's.
 */
final class HttpTarget implements Target {
    private final String name;
    private final int port;
    private final List<byte[]> requests;

    private HttpTarget(String name, int port, List<byte[]> requests) {
        this.name = name;
        this.port = port;
        this.requests = requests;
    }

    /** @param bodies JSON, one for each text */
    static HttpTarget post(String path, int port, List<String> bodies) {
        return post(
                "POST " + path,
                path,
                port,
                "Content-Type: application/json\r\n",
                bodies.stream()
                        .map(body -> body.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /** @param headers each with the end of its line, the Content-Type among them */
    static HttpTarget post(String name, String path, int port, String headers, List<byte[]> bodies) {
        return new HttpTarget(
                name,
                port,
                bodies.stream()
                        .map(body -> request("POST", path, headers, body))
                        .toList());
    }

    /** The same request for each text. */
    static HttpTarget get(String path, int port, int texts) {
        byte[] request = request("GET", path, "Content-Type: application/json\r\n", new byte[0]);
        return new HttpTarget("GET " + path, port, Collections.nCopies(texts, request));
    }

    private static byte[] request(String method, String path, String headers, byte[] body) {
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: "
                + body.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return request;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Client open() throws IOException {
        return new Connection(port, requests);
    }

    private static final class Connection implements Client {
        private static final int LONGEST_LINE = 8192;

        private final Socket socket;
        private final InputStream in;
        private final List<byte[]> requests;

        Connection(int port, List<byte[]> requests) throws IOException {
            this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
            this.socket.setTcpNoDelay(true);
            this.in = new BufferedInputStream(socket.getInputStream());
            this.requests = requests;
        }

        @Override
        public void call(int text) throws IOException {
            socket.getOutputStream().write(requests.get(text));
            String status = line();
            int length = -1;
            for (String header = line(); !header.isEmpty(); header = line()) {
                if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(
                            header.substring(header.indexOf(':') + 1).trim());
                }
            }
            if (length < 0) {
                throw new IOException("an answer without Content-Length: " + status);
            }
            byte[] body = in.readNBytes(length);
            if (!status.startsWith("HTTP/1.1 200 ")) {
                throw new IOException(status + ": " + new String(body, StandardCharsets.UTF_8));
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            while (line.length() < LONGEST_LINE) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the connection ended within an answer");
                }
                if (next == '\n') {
                    return line.toString().trim();
                }
                line.append((char) next);
            }
            throw new IOException("a line of more than " + LONGEST_LINE + " bytes in an answer's head");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
