# The dataset, the schema and the pages are inside the binary, so the image holds nothing else but a folder for temporary files and
# the certificates by which a collector of traces is known over HTTPS.
FROM node:22 AS pages
WORKDIR /onrecord/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci
COPY web/ ./
COPY queries/ /onrecord/queries/
RUN npm run build

FROM golang:1.26 AS build
WORKDIR /onrecord
COPY go.mod go.sum ./
COPY loader/draft/ingest/dateparser/ loader/draft/ingest/dateparser/
RUN go mod download
COPY . .
COPY --from=pages /onrecord/web/dist/ web/dist/
RUN CGO_ENABLED=0 go build -trimpath -ldflags=-s -o /onrecord/bin/onrecord .
RUN mkdir -p /image/tmp /image/etc/ssl/certs && chmod 1777 /image/tmp && \
    cp /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/

FROM scratch
COPY --from=build /image/ /
COPY --from=build /onrecord/bin/onrecord /onrecord
USER 65532:65532
ENV ONRECORD_ADDR=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s CMD ["/onrecord", "health", "--addr", "127.0.0.1:8080"]
ENTRYPOINT ["/onrecord"]
