package dev.dormouse.knative.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP/1.1 request to a host by way of another address, as curl's {@code --connect-to} does it: an ingress tells
 * functions apart by their host, which need not resolve from here. Java's own clients do not let the host be set.
 */
final class HttpExchange {
    private static final int LONGEST_LINE = 16 << 10;
    private static final int LONGEST_BODY = 64 << 20;

    private final InetSocketAddress address;
    private final Duration limit;

    /** @param limit of connecting, and of each wait for bytes */
    HttpExchange(InetSocketAddress address, Duration limit) {
        this.address = address;
        this.limit = limit;
    }

    /** An answer; the body as it came. */
    record Answer(int status, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8).strip();
        }
    }

    Answer get(URI url) throws IOException {
        return send("GET", url, new byte[0]);
    }

    Answer postJson(URI url, byte[] body) throws IOException {
        return send("POST", url, body);
    }

    private Answer send(String method, URI url, byte[] body) throws IOException {
        try (Socket socket = connect(url)) {
            StringBuilder head = new StringBuilder(method + " " + url.getRawPath() + " HTTP/1.1\r\n");
            head.append("Host: ").append(url.getRawAuthority()).append("\r\n");
            head.append("User-Agent: dormouse\r\nAccept: */*\r\nConnection: close\r\n");
            if (method.equals("POST")) {
                head.append("Content-Type: application/json\r\n");
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
            OutputStream out = socket.getOutputStream();
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            return read(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private Socket connect(URI url) throws IOException {
        int millis = (int) limit.toMillis();
        Socket plain = new Socket();
        try {
            plain.connect(address, millis);
            plain.setSoTimeout(millis);
            return url.getScheme().equals("https") ? secured(plain, url.getHost()) : plain;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private Socket secured(Socket plain, String host) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, address.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static Answer read(InputStream in) throws IOException {
        int status = status(line(in));
        Map<String, String> headers = headers(in);
        if (status >= 100 && status < 200) {
            return read(in);
        }
        String length = headers.get("content-length");
        if (status == 204 || status == 304) {
            return new Answer(status, new byte[0]);
        }
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            return new Answer(status, chunks(in));
        }
        return new Answer(status, length == null ? in.readNBytes(LONGEST_BODY) : exactly(in, number(length, 10)));
    }

    private static int status(String line) throws IOException {
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9]{2}")) {
            throw new IOException("the answer is no HTTP/1.1: " + line);
        }
        return Integer.parseInt(parts[1]);
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = number(line(in).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                return body.toByteArray(); // trailers are of no interest, and the connection closes
            }
            if (body.size() + size > LONGEST_BODY) {
                throw new IOException("the answer is longer than " + LONGEST_BODY + " bytes");
            }
            body.write(exactly(in, size));
            line(in);
        }
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("the answer was cut short");
        }
        return bytes;
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int number = Integer.parseInt(text, radix);
            if (number >= 0 && number <= LONGEST_BODY) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("the answer gives no length: " + text, e);
        }
        throw new IOException("the answer is longer than " + LONGEST_BODY + " bytes");
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection was closed before an answer came");
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line of the answer is too long");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
