{{- define "assistant.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "assistant.fullname" -}}
{{- $name := include "assistant.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "assistant.selector" -}}
app.kubernetes.io/name: {{ include "assistant.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "assistant.labels" -}}
{{ include "assistant.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "assistant.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}
{{- end }}

{{- define "assistant.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "assistant.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "assistant.cacheClaim" -}}
{{- default (printf "%s-cache" (include "assistant.fullname" . | trunc 57 | trimSuffix "-")) .Values.cache.persistence.existingClaim }}
{{- end }}

{{/* Where the longest answer ends, running ones may go on; ten seconds for what they still have to write. */}}
{{- define "assistant.graceSeconds" -}}
{{- add (int .Values.requestTimeoutSeconds) 10 }}
{{- end }}

{{/* The series of this release, as a ServiceMonitor labels them. */}}
{{- define "assistant.series" -}}
{{- printf "{namespace=%q,service=%q}" .Release.Namespace (include "assistant.fullname" .) }}
{{- end }}

{{/* Whether weights come from the hub: a hub id is one slash between two names. */}}
{{- define "assistant.usesHub" -}}
{{- if kindIs "bool" .Values.networkPolicy.toModelHub }}
{{- ternary "yes" "" .Values.networkPolicy.toModelHub }}
{{- else if and (not .Values.engine.url) (regexMatch "^[A-Za-z0-9][\\w.-]*/[\\w.-]+$" .Values.model.location) }}
{{- "yes" }}
{{- end }}
{{- end }}

{{/* The port of an address. */}}
{{- define "assistant.port" -}}
{{- $url := urlParse . }}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" }}
{{- default (ternary "443" "80" (eq $url.scheme "https")) $port }}
{{- end }}

{{/* Said before anything is installed: what would only show in a pod that does not start, or not at all. */}}
{{- define "assistant.validate" -}}
{{- $values := .Values }}
{{- if .Values.engine.url }}
{{- range list "MODELS" "MODEL_MEMORY_BYTES" "DEVICE" "DTYPE" "THREADS" "CONTEXT_LENGTH" "KV_CACHE_BYTES" "STEP_TOKENS" }}
{{- if hasKey $values.settings (printf "ASSISTANT_%s" .) }}
{{- fail (printf "settings.ASSISTANT_%s has no effect with engine.url, where no model runs in these pods: take one of the two away" .) }}
{{- end }}
{{- end }}
{{- if .Values.model.volume }}
{{- fail "model.volume has no effect with engine.url, where no model runs in these pods: take one of the two away" }}
{{- end }}
{{- else }}
{{- if or .Values.engine.model .Values.engine.apiKey.existingSecret (hasKey .Values.settings "ASSISTANT_ENGINE_TIMEOUT_S") }}
{{- fail "engine.model, engine.apiKey and settings.ASSISTANT_ENGINE_TIMEOUT_S have no effect without engine.url: set it, or take them away" }}
{{- end }}
{{- if and .Values.model.volume (not (or (eq .Values.model.location .Values.model.mountPath) (hasPrefix (printf "%s/" .Values.model.mountPath) .Values.model.location))) }}
{{- fail (printf "model.volume is mounted at %s, and model.location is %s: name a path in there" .Values.model.mountPath .Values.model.location) }}
{{- end }}
{{- end }}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) }}
{{- fail "ingress.enabled needs ingress.host" }}
{{- end }}
{{- if and .Values.ingress.enabled .Values.ingress.tls.enabled (not .Values.ingress.tls.secretName) }}
{{- fail "ingress.tls.enabled needs ingress.tls.secretName, the Secret with the certificate" }}
{{- end }}
{{- if and .Values.serviceMonitor.enabled .Values.apiKeys.existingSecret (not .Values.serviceMonitor.bearerToken.existingSecret) }}
{{- fail "with apiKeys /metrics asks for a key too: serviceMonitor.bearerToken.existingSecret has to hold one of them" }}
{{- end }}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) }}
{{- fail "autoscaling.minReplicas is more than autoscaling.maxReplicas" }}
{{- end }}
{{- end }}
