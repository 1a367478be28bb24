#pragma once
// libcurl, opened when it is first needed and not linked: with its thirty libraries every start of the
// program would take 5 ms longer (measured), and only webhooks need it.
#include <curl/curl.h>
#include <dlfcn.h>
#include <stddef.h>

// The functions that are used.
struct ipclust_curl {
  CURLcode (*global_init)(long flags);
  CURL *(*easy_init)(void);
  void (*easy_cleanup)(CURL *handle);
  CURLcode (*easy_perform)(CURL *handle);
  CURLcode (*easy_setopt)(CURL *handle, CURLoption option, ...);
  CURLcode (*easy_getinfo)(CURL *handle, CURLINFO info, ...);
  const char *(*easy_strerror)(CURLcode code);
  struct curl_slist *(*slist_append)(struct curl_slist *list, const char *text);
  void (*slist_free_all)(struct curl_slist *list);
  CURLU *(*url)(void);
  void (*url_cleanup)(CURLU *url);
  CURLUcode (*url_set)(CURLU *url, CURLUPart part, const char *text, unsigned flags);
  CURLUcode (*url_get)(CURLU *url, CURLUPart part, char **text, unsigned flags);
  void (*free_text)(void *text);
};

// Whether `name` was found; `place` is that of a pointer to a function.
static inline int ipclust_curl_find(void *library, const char *name, void *place) {
  *(void **)place = dlsym(library, name);
  return *(void **)place != NULL;
}

// Opens the library by a name of its binary interface, which has been 4 since 2006. 1 on success.
static inline int ipclust_curl_open(struct ipclust_curl *curl) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return 0;
  return ipclust_curl_find(library, "curl_global_init", &curl->global_init) &&
         ipclust_curl_find(library, "curl_easy_init", &curl->easy_init) &&
         ipclust_curl_find(library, "curl_easy_cleanup", &curl->easy_cleanup) &&
         ipclust_curl_find(library, "curl_easy_perform", &curl->easy_perform) &&
         ipclust_curl_find(library, "curl_easy_setopt", &curl->easy_setopt) &&
         ipclust_curl_find(library, "curl_easy_getinfo", &curl->easy_getinfo) &&
         ipclust_curl_find(library, "curl_easy_strerror", &curl->easy_strerror) &&
         ipclust_curl_find(library, "curl_slist_append", &curl->slist_append) &&
         ipclust_curl_find(library, "curl_slist_free_all", &curl->slist_free_all) &&
         ipclust_curl_find(library, "curl_url", &curl->url) &&
         ipclust_curl_find(library, "curl_url_cleanup", &curl->url_cleanup) &&
         ipclust_curl_find(library, "curl_url_set", &curl->url_set) &&
         ipclust_curl_find(library, "curl_url_get", &curl->url_get) &&
         ipclust_curl_find(library, "curl_free", &curl->free_text) &&
         curl->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call. Each sets all of its
// kind, so that a refused option is noticed: 1 where all were taken.

static inline int ipclust_curl_set_number(
    const struct ipclust_curl *curl, CURL *handle, CURLoption option, long number) {
  return curl->easy_setopt(handle, option, number) == CURLE_OK;
}

static inline int ipclust_curl_set_text(
    const struct ipclust_curl *curl, CURL *handle, CURLoption option, const char *text) {
  return curl->easy_setopt(handle, option, text) == CURLE_OK;
}

static inline int ipclust_curl_set_headers(
    const struct ipclust_curl *curl, CURL *handle, struct curl_slist *headers) {
  return curl->easy_setopt(handle, CURLOPT_HTTPHEADER, headers) == CURLE_OK;
}

static inline int ipclust_curl_set_body(
    const struct ipclust_curl *curl, CURL *handle, const char *body, size_t byte_count) {
  return curl->easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)byte_count) ==
             CURLE_OK &&
         curl->easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, body) == CURLE_OK;
}

// Both for the first request and for redirections, which are not followed anyway. CURLOPT_PROTOCOLS
// is what libcurl has had since 2004; its successor came in 2022.
static inline int ipclust_curl_set_protocols(
    const struct ipclust_curl *curl, CURL *handle, int allows_plain) {
  long protocols = CURLPROTO_HTTPS | (allows_plain ? CURLPROTO_HTTP : 0);
  return curl->easy_setopt(handle, CURLOPT_PROTOCOLS, protocols) == CURLE_OK &&
         curl->easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS, protocols) == CURLE_OK;
}

// What is called with `context`: for each piece of the answer, before a connection, and now and then.
static inline int ipclust_curl_set_callbacks(
    const struct ipclust_curl *curl, CURL *handle, void *context, curl_write_callback take,
    curl_opensocket_callback open, curl_xferinfo_callback ask) {
  return curl->easy_setopt(handle, CURLOPT_WRITEFUNCTION, take) == CURLE_OK &&
         curl->easy_setopt(handle, CURLOPT_WRITEDATA, context) == CURLE_OK &&
         curl->easy_setopt(handle, CURLOPT_HEADERFUNCTION, take) == CURLE_OK &&
         curl->easy_setopt(handle, CURLOPT_HEADERDATA, context) == CURLE_OK &&
         curl->easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open) == CURLE_OK &&
         curl->easy_setopt(handle, CURLOPT_OPENSOCKETDATA, context) == CURLE_OK &&
         curl->easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, ask) == CURLE_OK &&
         curl->easy_setopt(handle, CURLOPT_XFERINFODATA, context) == CURLE_OK &&
         curl->easy_setopt(handle, CURLOPT_NOPROGRESS, 0L) == CURLE_OK;
}

static inline long ipclust_curl_status(const struct ipclust_curl *curl, CURL *handle) {
  long status = 0;
  return curl->easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK ? status : 0;
}
