package demo;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class Shop {
  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
  }

  /** Resource server: bearer tokens, checked against the JWKS of the issuer. */
  @Bean
  @Order(1)
  SecurityFilterChain api(HttpSecurity http) throws Exception {
    return http.securityMatcher("/api/**")
        .authorizeHttpRequests(all -> all.anyRequest().authenticated())
        .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
        .build();
  }

  /** Relying party: code flow with PKCE, RP-initiated and back-channel logout. */
  @Bean
  @Order(2)
  SecurityFilterChain pages(HttpSecurity http, ClientRegistrationRepository clients) throws Exception {
    var ended = new OidcClientInitiatedLogoutSuccessHandler(clients);
    ended.setPostLogoutRedirectUri("{baseUrl}/bye");
    return http.authorizeHttpRequests(all -> all.requestMatchers("/bye", "/error").permitAll().anyRequest().authenticated())
        .oauth2Login(Customizer.withDefaults())
        .oidcLogout(logout -> logout.backChannel(Customizer.withDefaults()))
        .logout(logout -> logout.logoutSuccessHandler(ended))
        .build();
  }

  @GetMapping("/")
  Map<String, Object> home(
      @AuthenticationPrincipal OidcUser user, @RegisteredOAuth2AuthorizedClient("anteroom") OAuth2AuthorizedClient client) {
    var seen = new TreeMap<String, Object>();
    seen.put("name", user.getPreferredUsername());
    seen.put("email", user.getEmail());
    seen.put("issuer", user.getIssuer().toString());
    seen.put("accessToken", client.getAccessToken().getTokenValue());
    seen.put("refreshable", client.getRefreshToken() != null);
    return seen;
  }

  @GetMapping("/bye")
  String bye() {
    return "bye";
  }

  @GetMapping("/api/me")
  Map<String, Object> me(@AuthenticationPrincipal Jwt token) {
    return Map.of("sub", token.getSubject(), "azp", token.getClaimAsString("azp"), "name", token.getClaimAsString("preferred_username"));
  }
}
