# The image of all functions: `docker build -t zerodue .`. scripts/build-image builds the same image without docker. Only
# /image of the first stage is in it: Node, its libraries and the functions.
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
# The argument names the program to run: a function, or migrate, topics or check.
ENTRYPOINT ["/usr/bin/node", "/app/start.cjs"]
