# One node. compose.yaml runs three of them; alone: docker run -v yonder:/data -p 5280:5280 -p 5222:5222 -e YONDER_DOMAIN=… IMAGE

FROM node:26-slim AS packages
WORKDIR /yonder
COPY package.json package-lock.json tsconfig.json ./
COPY scripts/link-node.mjs scripts/
COPY packages/protocol/package.json packages/protocol/
COPY packages/client/package.json packages/client/
COPY packages/server/package.json packages/server/
COPY packages/web/package.json packages/web/

FROM packages AS page
RUN npm ci --no-audit --no-fund
COPY packages packages
RUN npm run build --workspace @yonder/web

FROM packages AS server
# The Node of the image is used, not the one that is pinned as an optional package.
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund && npm cache clean --force
COPY LICENSE ./
COPY packages/protocol packages/protocol
COPY packages/server packages/server

FROM node:26-slim
COPY --from=server /yonder /yonder
COPY --from=page /yonder/packages/web/dist /yonder/packages/web/dist
RUN ln -s /yonder/packages/server/bin/yonder.mjs /usr/local/bin/yonder && install -d -o node -g node -m 700 /data /uploads
ENV NODE_ENV=production YONDER_DATA=/data YONDER_BIND=0.0.0.0,::
USER node
WORKDIR /data
VOLUME /data
EXPOSE 5280 5222 5223
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=2 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:5280/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/yonder/packages/server/src/main.ts"]
CMD ["start"]
