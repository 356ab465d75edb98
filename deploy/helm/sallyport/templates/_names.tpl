{{- define "sallyport.name" -}}
{{- if contains "sallyport" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-sallyport" .Release.Name | trunc 50 | trimSuffix "-" }}{{ end -}}
{{- end }}

{{- define "sallyport.selector" -}}
app.kubernetes.io/name: sallyport
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "sallyport.labels" -}}
{{ include "sallyport.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "sallyport.workload" -}}
{{- if .Values.volumeClaim.enabled }}StatefulSet{{ else }}Deployment{{ end -}}
{{- end }}

{{- define "sallyport.secret" -}}
{{- if .Values.existingSecret }}{{ .Values.existingSecret }}{{ else if .Values.secret }}{{ include "sallyport.name" . }}{{ else }}{{ fail "Give existingSecret the name of a Secret, or secret the values: DATABASE_URL, SALLYPORT_KEY_HASH_SECRET, SALLYPORT_MASTER_KEY, ADMIN_KEY." }}{{ end -}}
{{- end }}

{{- define "sallyport.redis" -}}
{{- if .Values.redis.url }}{{ .Values.redis.url }}
{{- else if .Values.redis.operator.enabled }}
{{- if eq .Values.redis.operator.mode "sentinel" }}redis-sentinel://{{ include "sallyport.name" . }}-redis-sentinel:26379/0#sallyport
{{- else }}redis://{{ include "sallyport.name" . }}-redis:6379/0{{ end }}
{{- end }}
{{- end }}
