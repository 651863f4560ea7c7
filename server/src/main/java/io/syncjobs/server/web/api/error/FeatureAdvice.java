package io.syncjobs.server.web.api.error;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.engine.UnknownRuleException;
import io.syncjobs.server.engine.UnknownSubjectException;
import io.syncjobs.server.job.ExpirationPassedException;
import io.syncjobs.server.job.JobExistsException;
import io.syncjobs.server.job.JobNotFoundException;
import io.syncjobs.server.job.repeatability.RepeatabilityMismatchException;
import io.syncjobs.server.job.repeatability.RepeatabilityWindowPassedException;
import io.syncjobs.server.job.template.UnknownTemplateException;
import io.syncjobs.server.mapping.RefusedSchemaException;
import io.syncjobs.server.platform.storage.VersionChangedException;
import io.syncjobs.server.web.api.check.Repeatability;
import io.syncjobs.server.web.api.generated.model.ErrorCode;
import io.syncjobs.server.web.api.generated.model.ErrorDetails;
import io.syncjobs.server.web.api.generated.model.OdataError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers what features refuse, before {@link ErrorAdvice} answers whatever is left. */
@RestControllerAdvice
@Order(0)
class FeatureAdvice {

  private final ErrorAnswers answers;

  FeatureAdvice(ErrorAnswers answers) {
    this.answers = answers;
  }

  @ExceptionHandler
  ResponseEntity<OdataError> notFound(JobNotFoundException e, HttpServletRequest request) {
    return answers
        .draft(ErrorCode.JOB_NOT_FOUND, e.getMessage())
        .target("jobId")
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> changed(VersionChangedException e, HttpServletRequest request) {
    return answers
        .draft(ErrorCode.PRECONDITION_FAILED, e.getMessage())
        .target(HttpHeaders.IF_MATCH)
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> exists(JobExistsException e, HttpServletRequest request) {
    ErrorDetails job =
        new ErrorDetails().code(ErrorCode.JOB_ALREADY_EXISTS).message(e.jobId()).target("id");
    return answers
        .draft(ErrorCode.JOB_ALREADY_EXISTS, e.getMessage())
        .target("templateId")
        .details(List.of(job))
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> unknownTemplate(
      UnknownTemplateException e, HttpServletRequest request) {
    List<ErrorDetails> known = e.templateIds().stream()
        .map(id ->
            new ErrorDetails().code(ErrorCode.UNKNOWN_TEMPLATE).message(id).target("templateId"))
        .toList();
    return answers
        .draft(ErrorCode.UNKNOWN_TEMPLATE, e.getMessage())
        .target("templateId")
        .details(known)
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> target(TargetException e, HttpServletRequest request) {
    return answers
        .draft(
            e.problem() == TargetException.Problem.CREDENTIALS_MISSING
                ? ErrorCode.CREDENTIALS_MISSING
                : ErrorCode.valueOf("TARGET_" + e.problem()),
            e.getMessage())
        .target(e.key().orElse(null))
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> rule(UnknownRuleException e, HttpServletRequest request) {
    return answers
        .draft(ErrorCode.UNKNOWN_RULE, e.getMessage())
        .target("parameters/0/ruleId")
        .details(e.ruleIds().stream()
            .map(id -> new ErrorDetails().code(ErrorCode.UNKNOWN_RULE).message(id))
            .toList())
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> subject(UnknownSubjectException e, HttpServletRequest request) {
    return answers
        .draft(ErrorCode.UNKNOWN_SUBJECT, e.getMessage())
        .target(e.path())
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> schema(RefusedSchemaException e, HttpServletRequest request) {
    return answers
        .draft(ErrorCode.valueOf(e.kind().name()), e.getMessage())
        .target(e.path())
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> expired(ExpirationPassedException e, HttpServletRequest request) {
    return answers
        .draft(ErrorCode.INVALID_MEMBER, e.getMessage())
        .target("schedule/expiration")
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> mismatch(
      RepeatabilityMismatchException e, HttpServletRequest request) {
    return answers
        .draft(ErrorCode.REPEATABILITY_MISMATCH, e.getMessage())
        .target(Repeatability.REQUEST_ID)
        .header(Repeatability.RESULT, Repeatability.REJECTED)
        .build(request);
  }

  @ExceptionHandler
  ResponseEntity<OdataError> windowPassed(
      RepeatabilityWindowPassedException e, HttpServletRequest request) {
    return answers
        .draft(ErrorCode.REPEATABILITY_WINDOW_PASSED, e.getMessage())
        .target(Repeatability.FIRST_SENT)
        .header(Repeatability.RESULT, Repeatability.REJECTED)
        .build(request);
  }
}
