# The image of all functions, for who has docker or buildah: `docker build -t zerodue .`. scripts/build-image makes the same
# one without either. Nothing of the first stage but /image is in it: Node, what it needs, and the functions.
ARG BUILD=docker.io/library/node:24-trixie
FROM ${BUILD} AS build
WORKDIR /src
COPY . .
RUN scripts/build-image --root=/image

FROM scratch
COPY --from=build /image /
ENV PATH=/usr/bin HOST=0.0.0.0 NODE_ENV=production WEB_DIST=/app/web
WORKDIR /app
USER 65532:65532
EXPOSE 8080/tcp
# The one argument is what to run: a function, or migrate, topics, check.
ENTRYPOINT ["/usr/bin/node", "/app/start.cjs"]
