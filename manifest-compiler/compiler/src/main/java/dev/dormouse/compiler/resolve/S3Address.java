package dev.dormouse.compiler.resolve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code s3://BUCKET/KEY}. The key is taken as it stands, slashes included; nothing in it is decoded. */
record S3Address(String bucket, String key) {
    private static final Pattern FORM = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(.+)");

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is none, saying the form
     */
    static S3Address parse(String source) {
        Matcher matcher = FORM.matcher(source);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("write s3://BUCKET/KEY; a bucket has 3 to 63 of a–z, 0–9, '.' and '-'");
        }
        return new S3Address(matcher.group(1), matcher.group(2));
    }
}
