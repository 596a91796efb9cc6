package dev.dormouse.compiler.resolve;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * {@code s3://BUCKET/KEY} by the GET object call of AWS, or of the store that {@code AWS_ENDPOINT_URL_S3} or {@code
 * AWS_ENDPOINT_URL} names (MinIO, Ceph, R2, …), which is then asked by path: {@code ENDPOINT/BUCKET/KEY}.
 */
final class S3Fetcher implements Fetcher {
    private static final Pattern ENDPOINT =
            Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?");
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration READ = Duration.ofSeconds(30);

    private final Optional<URI> endpoint;
    private final AwsCredentialsProvider credentials;

    S3Fetcher(Optional<URI> endpoint, AwsCredentialsProvider credentials) {
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    /**
     * Endpoint and credentials as the AWS command line finds them; without credentials, requests are anonymous.
     *
     * @throws IllegalArgumentException if the endpoint is no address
     */
    static S3Fetcher fromEnvironment() {
        return new S3Fetcher(
                Stream.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
                        .flatMap(name -> endpoint(name, System.getenv(name)).stream())
                        .findFirst(),
                S3Fetcher::credentialsOrNone);
    }

    /** The endpoint that a variable names, if it is set. */
    static Optional<URI> endpoint(String variable, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        if (!ENDPOINT.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "set " + variable + " to https://HOST or http://HOST:PORT, not " + value);
        }
        return Optional.of(URI.create(value));
    }

    @Override
    public Fetch prepare(String source) {
        S3Address address = S3Address.parse(source);
        return download -> fetch(address, download);
    }

    private void fetch(S3Address address, Download download) throws IOException {
        try (S3Client client = client();
                ResponseInputStream<GetObjectResponse> body = client.getObject(
                        request -> request.bucket(address.bucket()).key(address.key()))) {
            Long length = body.response().contentLength();
            download.expect(length == null ? -1 : length);
            body.transferTo(download);
        } catch (S3Exception e) {
            AwsErrorDetails details = e.awsErrorDetails();
            String code = details == null || details.errorCode() == null ? "" : " (" + details.errorCode() + ")";
            throw new IOException("the store answered " + e.statusCode() + code, e);
        } catch (SdkException e) {
            throw new IOException(Causes.deepest(e), e);
        }
    }

    private S3Client client() {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(READ))
                .credentialsProvider(credentials)
                .region(region());
        endpoint.ifPresentOrElse(
                uri -> builder.endpointOverride(uri).forcePathStyle(true),
                () -> builder.crossRegionAccessEnabled(true));
        return builder.build();
    }

    /** The configured region, or the one from which the SDK finds a bucket's own. No metadata service is asked. */
    private static Region region() {
        try {
            return new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
                    .getRegion();
        } catch (SdkClientException noneConfigured) {
            return Region.US_EAST_1;
        }
    }

    private static AwsCredentials credentialsOrNone() {
        try (DefaultCredentialsProvider chain =
                DefaultCredentialsProvider.builder().build()) {
            return chain.resolveCredentials();
        } catch (SdkClientException noneConfigured) {
            return AnonymousCredentialsProvider.create().resolveCredentials();
        }
    }
}
