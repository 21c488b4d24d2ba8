package dev.grove.registry.artifact;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Makes the clients of a configured bucket. */
public final class S3Clients {
  private S3Clients() {}

  /** A store that closes its clients. */
  public static S3Artifacts open(ArtifactConfig config, Clock clock, RandomGenerator random)
      throws IOException {
    ArtifactConfig.S3 s3 = config.s3();
    S3Bucket bucket =
        new S3Bucket(
            s3.bucket()
                .filter(name -> !name.isBlank())
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "grove.artifacts.store=s3 needs grove.artifacts.s3.bucket")),
            s3.prefix().orElse(""),
            client(s3),
            presigner(s3));
    return new S3Artifacts(
        bucket,
        new Staging(config.directory().resolve("staging"), clock, random),
        s3.partSize().asLongValue(),
        new PartLimits(config.maxUpload().asLongValue(), config.partsValidFor()));
  }

  private static S3Client client(ArtifactConfig.S3 s3) {
    RequestChecksumCalculation checksums =
        s3.checksums()
            ? RequestChecksumCalculation.WHEN_SUPPORTED
            : RequestChecksumCalculation.WHEN_REQUIRED;
    return located(S3Client.builder(), s3)
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(s3.connectTimeout())
                .socketTimeout(s3.readTimeout()))
        .forcePathStyle(s3.pathStyle())
        .requestChecksumCalculation(checksums)
        // The registry has digests of its own; those of ranges are of no use.
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .overrideConfiguration(
            override ->
                override
                    .apiCallAttemptTimeout(s3.callTimeout())
                    .retryStrategy(retry -> retry.maxAttempts(1 + s3.retries())))
        .build();
  }

  private static <B extends AwsClientBuilder<B, ?>> B located(B builder, ArtifactConfig.S3 s3) {
    s3.endpoint().ifPresent(builder::endpointOverride);
    region(s3).ifPresent(builder::region);
    return builder.credentialsProvider(credentials(s3));
  }

  /** None lets AWS' own chain look for it; who is not AWS seldom cares. */
  private static Optional<Region> region(ArtifactConfig.S3 s3) {
    return s3.region().or(() -> s3.endpoint().map((URI elsewhere) -> "us-east-1")).map(Region::of);
  }

  private static AwsCredentialsProvider credentials(ArtifactConfig.S3 s3) {
    if (s3.accessKey().isEmpty() || s3.secretKey().isEmpty()) {
      return DefaultCredentialsProvider.builder().build();
    }
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(s3.accessKey().get(), s3.secretKey().get()));
  }

  private static S3Presigner presigner(ArtifactConfig.S3 s3) {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .credentialsProvider(credentials(s3))
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(s3.pathStyle()).build());
    s3.endpoint().ifPresent(builder::endpointOverride);
    region(s3).ifPresent(builder::region);
    return builder.build();
  }
}
