package io.syncjobs.server.web.development;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of development mode.
 *
 * @param https whether the server speaks HTTPS, with a certificate that it makes at the first start
 */
@ConfigurationProperties("syncjobs.development")
record DevelopmentProperties(@DefaultValue("false") boolean https) {}
