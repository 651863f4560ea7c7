package io.syncjobs.server.contract;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Codes of errors. The contract lists the same codes with their statuses and meanings; {@link Contract} can't be loaded if the two lists differ, so a
 * code with a typo stops the server from starting.
 */
public enum ErrorCode {
  INVALID_REQUEST("invalidRequest"),
  MALFORMED_JSON("malformedJson"),
  BODY_REQUIRED("bodyRequired"),
  UNEXPECTED_BODY("unexpectedBody"),
  MISSING_MEMBER("missingMember"),
  UNKNOWN_MEMBER("unknownMember"),
  INVALID_MEMBER("invalidMember"),
  DUPLICATE_NAME("duplicateName"),
  INVALID_DEPENDENCY("invalidDependency"),
  UNKNOWN_TEMPLATE("unknownTemplate"),
  MISSING_PARAMETER("missingParameter"),
  INVALID_PARAMETER("invalidParameter"),
  UNSUPPORTED_QUERY_OPTION("unsupportedQueryOption"),
  INVALID_FILTER("invalidFilter"),
  INVALID_SKIPTOKEN("invalidSkiptoken"),
  REPEATABILITY_MISMATCH("repeatabilityMismatch"),
  CREDENTIALS_MISSING("credentialsMissing"),
  TARGET_ADDRESS_INVALID("targetAddressInvalid"),
  TARGET_NOT_ALLOWED("targetNotAllowed"),
  TARGET_NOT_FOUND("targetNotFound"),
  TARGET_CONNECTION_REFUSED("targetConnectionRefused"),
  TARGET_TLS_FAILED("targetTlsFailed"),
  TARGET_TIMEOUT("targetTimeout"),
  TARGET_REJECTED_CREDENTIALS("targetRejectedCredentials"),
  TARGET_NOT_SCIM("targetNotScim"),
  TARGET_UNAVAILABLE("targetUnavailable"),
  NOT_DISCOVERABLE("notDiscoverable"),
  UNKNOWN_RULE("unknownRule"),
  UNKNOWN_SUBJECT("unknownSubject"),
  UNKNOWN_REFERENCE("unknownReference"),
  NOT_API_DRIVEN("notApiDriven"),
  DUPLICATE_BULK_ID("duplicateBulkId"),
  UNLISTED_SCHEMA("unlistedSchema"),
  INVALID_EXPRESSION("invalidExpression"),
  INVALID_AUTHENTICATION_TOKEN("InvalidAuthenticationToken"),
  AUTHORIZATION_REQUEST_DENIED("Authorization_RequestDenied"),
  RESOURCE_NOT_FOUND("resourceNotFound"),
  JOB_NOT_FOUND("jobNotFound"),
  TEMPLATE_NOT_FOUND("templateNotFound"),
  DIRECTORY_NOT_FOUND("directoryNotFound"),
  CYCLE_NOT_FOUND("cycleNotFound"),
  WEBHOOK_NOT_FOUND("webhookNotFound"),
  UPLOAD_NOT_FOUND("uploadNotFound"),
  SNAPSHOT_NOT_FOUND("snapshotNotFound"),
  USER_NOT_FOUND("userNotFound"),
  GROUP_NOT_FOUND("groupNotFound"),
  PROVISIONING_EVENT_NOT_FOUND("provisioningEventNotFound"),
  METHOD_NOT_ALLOWED("methodNotAllowed"),
  NOT_ACCEPTABLE("notAcceptable"),
  REQUEST_TIMEOUT("requestTimeout"),
  DIRECTORY_ALREADY_EXISTS("directoryAlreadyExists"),
  TEMPLATE_ALREADY_EXISTS("templateAlreadyExists"),
  TEMPLATE_SHARED("templateShared"),
  TEMPLATE_IN_USE("templateInUse"),
  JOB_ALREADY_EXISTS("jobAlreadyExists"),
  ADVANCE_ABANDONED("advanceAbandoned"),
  PRECONDITION_FAILED("preconditionFailed"),
  REPEATABILITY_WINDOW_PASSED("repeatabilityWindowPassed"),
  ANSWERS_TOO_LARGE("answersTooLarge"),
  REQUEST_TOO_LARGE("requestTooLarge"),
  UNSUPPORTED_MEDIA_TYPE("unsupportedMediaType"),
  FAILED_DEPENDENCY("failedDependency"),
  TOO_MANY_REQUESTS("TooManyRequests"),
  INTERNAL_ERROR("internalError"),
  SERVICE_NOT_AVAILABLE("serviceNotAvailable"),
  INSUFFICIENT_STORAGE("insufficientStorage");

  private final String value;

  ErrorCode(String value) {
    this.value = value;
  }

  /** The code in JSON. */
  @JsonValue
  public String value() {
    return value;
  }
}
