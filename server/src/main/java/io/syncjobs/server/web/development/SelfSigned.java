package io.syncjobs.server.web.development;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Makes a certificate for the loopback addresses (RFC 5280), for which Java has no public class. */
final class SelfSigned {

  private static final int BOOLEAN = 0x01;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;
  private static final int VERSION = 0xa0;
  private static final int EXTENSIONS = 0xa3;

  private static final byte[] COMMON_NAME = hex("0603550403");
  private static final byte[] ECDSA_WITH_SHA256 = hex("06082a8648ce3d040302");
  private static final byte[] SUBJECT_KEY = hex("0603551d0e");
  private static final byte[] KEY_USAGE = hex("0603551d0f");
  private static final byte[] ALTERNATIVE_NAME = hex("0603551d11");
  private static final byte[] BASIC_CONSTRAINTS = hex("0603551d13");

  /** Signs, and signs certificates, because programs trust it as an authority. */
  private static final byte[] USES = hex("03020284");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SelfSigned() {}

  /** Makes a certificate of an elliptic-curve key, in DER. */
  static byte[] certificate(KeyPair key, Instant now, Duration validity)
      throws GeneralSecurityException {
    byte[] publicKey = key.getPublic().getEncoded();
    byte[] algorithm = der(SEQUENCE, ECDSA_WITH_SHA256);
    byte[] name = der(
        SEQUENCE,
        der(
            SET,
            der(
                SEQUENCE,
                COMMON_NAME,
                der(UTF8_STRING, "SyncJobs development".getBytes(US_ASCII)))));
    byte[] id = Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(publicKey), 20);
    byte[] signed = der(
        SEQUENCE,
        der(VERSION, der(INTEGER, new byte[] {2})),
        der(INTEGER, new BigInteger(127, new SecureRandom()).add(BigInteger.ONE).toByteArray()),
        algorithm,
        name,
        der(SEQUENCE, time(now.minus(Duration.ofHours(1))), time(now.plus(validity))),
        name,
        publicKey,
        der(
            EXTENSIONS,
            der(
                SEQUENCE,
                extension(BASIC_CONSTRAINTS, true, der(SEQUENCE, der(BOOLEAN, new byte[] {-1}))),
                extension(KEY_USAGE, true, USES),
                extension(SUBJECT_KEY, false, der(OCTET_STRING, id)),
                extension(
                    ALTERNATIVE_NAME,
                    false,
                    der(
                        SEQUENCE,
                        der(DNS_NAME, "localhost".getBytes(US_ASCII)),
                        der(IP_ADDRESS, hex("7f000001")),
                        der(IP_ADDRESS, hex("00000000000000000000000000000001")))))));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key.getPrivate());
    signature.update(signed);
    return der(SEQUENCE, signed, algorithm, der(BIT_STRING, new byte[] {0}, signature.sign()));
  }

  private static byte[] extension(byte[] type, boolean critical, byte[] value) {
    return der(
        SEQUENCE,
        type,
        critical ? der(BOOLEAN, new byte[] {-1}) : new byte[0],
        der(OCTET_STRING, value));
  }

  private static byte[] time(Instant time) {
    return der(UTC_TIME, TIME.format(time).getBytes(US_ASCII));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    int length = content.size();
    if (length > 255) {
      whole.write(0x82);
      whole.write(length >> 8);
    } else if (length > 127) {
      whole.write(0x81);
    }
    whole.write(length);
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
